import { describe, expect, it } from "vitest";
import { LineRingReader, LineRingWriter, lineMemory } from "../../server/takes/log/line-ring.ts";
import { Random } from "../../shared/chance/random.ts";

/** Texts of all lengths and scripts, as long as the ring has room for. */
const textOf = (random: Random): string =>
  "aéは🥁".repeat(Math.floor(random.next() ** 3 * 12)).slice(Math.floor(random.next() * 3));

describe("a ring of lines", () => {
  it("gives back what was written, in order and whole, wherever it lies and whenever it is read", () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = new Random(seed, "ring");
      const memory = lineMemory(1024);
      const [writer, reader] = [new LineRingWriter(memory), new LineRingReader(memory)];
      const written: [number, string][] = [];
      const read: [number, string][] = [];
      let refused = 0;
      for (let step = 0; step < 2000; step++) {
        const text = textOf(random);
        if (writer.write(step, text)) written.push([step, text]);
        else refused++;
        if (random.next() < 0.1) reader.drain((kind, line) => read.push([kind, line]));
      }
      reader.drain((kind, line) => read.push([kind, line]));
      expect(read, `seed ${seed}`).toEqual(written);
      expect(refused).toBeGreaterThan(0);
      expect(written.length).toBeGreaterThan(500);
    }
  });

  it("takes what there is room for, and again when it was read", () => {
    const memory = lineMemory(256);
    const [writer, reader] = [new LineRingWriter(memory), new LineRingReader(memory)];
    let room = 0;
    while (writer.write(0, "12345678")) room++;
    expect(room).toBeGreaterThan(5);
    expect(writer.write(0, "x".repeat(1000))).toBe(false);
    const read: string[] = [];
    reader.drain((_, text) => read.push(text));
    expect(read).toHaveLength(room);
    expect(writer.write(0, "12345678")).toBe(true);
  });

  it("does not give a text again whose reader has thrown", () => {
    const memory = lineMemory(256);
    const [writer, reader] = [new LineRingWriter(memory), new LineRingReader(memory)];
    writer.write(0, "one");
    writer.write(0, "two");
    expect(() =>
      reader.drain(() => {
        throw new Error("no");
      }),
    ).toThrow("no");
    const read: string[] = [];
    reader.drain((_, text) => read.push(text));
    expect(read).toEqual(["two"]);
  });
});
