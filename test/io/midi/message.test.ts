import { describe, expect, it } from "vitest";
import { type MidiMessage, MidiParser } from "../../../server/io/midi/message.ts";
import { Random } from "../../../shared/chance/random.ts";

const parse = (...pieces: readonly number[][]): MidiMessage[] => {
  const messages: MidiMessage[] = [];
  const parser = new MidiParser((message) => messages.push(message));
  for (const piece of pieces) parser.push(piece);
  return messages;
};

describe("MidiParser", () => {
  it("reads notes with their channel as people count it", () => {
    expect(parse([0x99, 38, 100, 0x89, 38, 64])).toEqual([
      { type: "note-on", channel: 10, pitch: 38, velocity: 100 },
      { type: "note-off", channel: 10, pitch: 38 },
    ]);
  });

  it("tells a note-on of velocity 0 as a note-off", () => {
    expect(parse([0x99, 38, 0])).toEqual([{ type: "note-off", channel: 10, pitch: 38 }]);
  });

  it("keeps running status across pieces", () => {
    expect(parse([0x99, 36], [90, 38], [0], [42, 70])).toEqual([
      { type: "note-on", channel: 10, pitch: 36, velocity: 90 },
      { type: "note-off", channel: 10, pitch: 38 },
      { type: "note-on", channel: 10, pitch: 42, velocity: 70 },
    ]);
  });

  it("lets real-time bytes stand anywhere, even inside a note and inside system exclusive", () => {
    expect(parse([0x99, 0xf8, 36, 0xfa, 90, 0xf0, 1, 0xfb, 2, 0xfe, 0xfc, 3, 0xf7, 0x99, 38, 80])).toEqual([
      { type: "clock" },
      { type: "start" },
      { type: "note-on", channel: 10, pitch: 36, velocity: 90 },
      { type: "continue" },
      { type: "stop" },
      { type: "note-on", channel: 10, pitch: 38, velocity: 80 },
    ]);
  });

  it("reads song position as 14 bits, low byte first", () => {
    expect(parse([0xf2, 0x10, 0x02])).toEqual([{ type: "song-position", sixteenths: 272 }]);
  });

  it("ends running status with a system message", () => {
    expect(parse([0x99, 36, 90, 0xf2, 1, 0, 36, 90, 0xf6, 36, 90])).toHaveLength(2);
  });

  it("reads controllers and programs, and over aftertouch, pitch bend and system exclusive", () => {
    expect(parse([0xb0, 7, 100, 0xc3, 12, 0xa0, 1, 2, 0xe0, 0, 64, 0xd0, 9, 0xf0, 0x7e, 1, 2, 0xf7])).toEqual([
      { type: "control", channel: 1, controller: 7, value: 100 },
      { type: "program", channel: 4, program: 12 },
    ]);
  });

  it("skips data without a status and values that are no bytes", () => {
    expect(parse([1, 2, 3, Number.NaN, -1, 256, 1.5, 0x99, 1e9, 36, Number.POSITIVE_INFINITY, 90])).toEqual([
      { type: "note-on", channel: 10, pitch: 36, velocity: 90 },
    ]);
  });

  it("agrees with a naive reading of random streams, however they are cut", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const chance = new Random(seed, "midi");
      const stream = Array.from({ length: 1 + chance.integer(200) }, () => randomByte(chance));
      const pieces: number[][] = [];
      for (let from = 0; from < stream.length; ) {
        const until = from + 1 + chance.integer(8);
        pieces.push(stream.slice(from, until));
        from = until;
      }
      expect(parse(...pieces), `seed ${seed}`).toEqual(naive(stream));
    }
  });
});

/** Data bytes as often as status bytes need them, and now and then something that is no byte. */
const randomByte = (chance: Random): number => {
  const kind = chance.next();
  if (kind < 0.6) return chance.integer(128);
  if (kind < 0.8) return 0x80 + chance.integer(0x70);
  if (kind < 0.88) return 0xf0 + chance.integer(8);
  if (kind < 0.98) return 0xf8 + chance.integer(8);
  return [Number.NaN, -1, 256, 0.5][chance.integer(4)]!;
};

/** The oracle: text and regular expressions instead of a state machine. */
const naive = (values: readonly number[]): MidiMessage[] => {
  const bytes = values.filter((value) => Number.isInteger(value) && value >= 0 && value < 256);
  const found: { end: number; message: MidiMessage }[] = [];
  const rest: { byte: number; index: number }[] = [];
  const realTime = new Map([
    [0xf8, "clock"],
    [0xfa, "start"],
    [0xfb, "continue"],
    [0xfc, "stop"],
  ] as const);
  bytes.forEach((byte, index) => {
    const type = realTime.get(byte as 0xf8);
    if (type !== undefined) found.push({ end: index, message: { type } });
    if (byte < 0xf8) rest.push({ byte, index });
  });
  const text = String.fromCharCode(...rest.map(({ byte }) => byte));
  const take = (pattern: RegExp, size: number, make: (status: number, a: number, b: number) => MidiMessage): void => {
    for (const run of text.matchAll(pattern)) {
      const status = run[0].charCodeAt(0);
      for (let i = 1; i + size <= run[0].length; i += size) {
        const [a, b] = [run[0].charCodeAt(i), run[0].charCodeAt(i + size - 1)];
        found.push({ end: rest[run.index + i + size - 1]!.index, message: make(status, a, b) });
      }
    }
  };
  const channel = (status: number): number => (status % 16) + 1;
  take(/[\x80-\x8f][\0-\x7f]*/g, 2, (s, pitch) => ({ type: "note-off", channel: channel(s), pitch }));
  take(/[\x90-\x9f][\0-\x7f]*/g, 2, (s, pitch, velocity) =>
    velocity > 0
      ? { type: "note-on", channel: channel(s), pitch, velocity }
      : { type: "note-off", channel: channel(s), pitch },
  );
  take(/[\xb0-\xbf][\0-\x7f]*/g, 2, (s, controller, value) => ({
    type: "control",
    channel: channel(s),
    controller,
    value,
  }));
  take(/[\xc0-\xcf][\0-\x7f]*/g, 1, (s, program) => ({ type: "program", channel: channel(s), program }));
  take(/\xf2[\0-\x7f]{2}/g, 2, (_, a, b) => ({ type: "song-position", sixteenths: a + b * 128 }));
  return found.sort((a, b) => a.end - b.end).map(({ message }) => message);
};
