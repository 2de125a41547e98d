import { describe, expect, it } from "vitest";
import { RingReader, RingWriter, ringMemory } from "../../../server/io/output/record-ring.ts";

const pair = () => {
  const memory = ringMemory();
  return { memory, writer: new RingWriter(memory), reader: new RingReader(memory) };
};
const ids = (reader: RingReader): number[] => {
  const read: number[] = [];
  while (reader.read()) read.push(reader.id);
  return read;
};

describe("the ring between the threads", () => {
  it("gives every record once, whole and in order", () => {
    const { writer, reader } = pair();
    writer.write(1, 2, 3, 4, 5.5, 6.5, 7.5, 8);
    writer.write(1, 2, 3, 4, Number.NaN, 6.5, 7.5, -(2 ** 51));
    reader.see();
    expect(reader.read()).toBe(true);
    const { kind, lane, key, flags, at, until, value, id } = reader;
    expect([kind, lane, key, flags, at, until, value, id]).toEqual([1, 2, 3, 4, 5.5, 6.5, 7.5, 8]);
    expect(ids(reader)).toEqual([-(2 ** 51)]);
    expect(reader.at).toBeNaN();
  });

  it("gives only what had been written when it was seen", () => {
    const { writer, reader } = pair();
    writer.write(1, 0, 0, 0, 0, 0, 0, 1);
    reader.see();
    writer.write(1, 0, 0, 0, 0, 0, 0, 2);
    expect(ids(reader)).toEqual([1]);
    reader.see();
    expect(ids(reader)).toEqual([2]);
  });

  it("goes round and round without losing a record, and says so when it is full", () => {
    const { writer, reader } = pair();
    let written = 0;
    let read = 0;
    for (let round = 0; round < 7; round++) {
      while (writer.write(1, 0, 0, 0, 0, 0, 0, written)) written++;
      reader.see();
      for (const id of ids(reader)) expect(id).toBe(read++);
    }
    expect(read).toBe(written);
    expect(written).toBeGreaterThan(7 * 4000);
  });

  it("keeps what a dead reader has not read for the next one", () => {
    const { memory, writer, reader } = pair();
    for (let id = 0; id < 3; id++) writer.write(1, 0, 0, 0, 0, 0, 0, id);
    reader.see();
    reader.read();
    const next = new RingReader(memory);
    expect(ids(next)).toEqual([1, 2]);
  });

  it("changes its signal with every record, so that a sleeper does not sleep over one", () => {
    const { writer, reader } = pair();
    const before = reader.signal;
    writer.write(1, 0, 0, 0, 0, 0, 0, 0);
    expect(reader.signal).not.toBe(before);
    reader.sleep(before, 60_000);
  });

  it("lets the writer wait until everything has been acted on", () => {
    const { writer, reader } = pair();
    writer.write(1, 0, 0, 0, 0, 0, 0, 0);
    reader.see();
    ids(reader);
    reader.settled();
    writer.settle(60_000);
  });
});
