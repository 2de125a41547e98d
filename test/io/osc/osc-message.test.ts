import { describe, expect, it } from "vitest";
import { type OscFault, readOscPacket } from "../../../server/io/osc/osc-message.ts";
import { Random } from "../../../shared/chance/random.ts";
import { type OscArgument, oscBundle, oscMessage, untypedMessage } from "../../helpers/osc-bytes.ts";

const read = (bytes: Uint8Array) => {
  const faults: OscFault[] = [];
  const messages = readOscPacket(bytes, (fault) => faults.push(fault));
  return { messages, faults };
};

describe("an OSC message", () => {
  it.each<[OscArgument[], unknown[], string[]]>([
    [[["i", -7]], [-7], []],
    [[["f", 0.5]], [0.5], []],
    [[["h", 120n]], [120], []],
    [[["d", 174.25]], [174.25], []],
    [[["s", "ink"]], ["ink"], []],
    [[["S", "Größe"]], ["Größe"], []],
    [[["c", 65]], ["A"], []],
    [[["T"], ["F"], ["N"], ["I"]], [true, false, null, true], []],
    [[["["], ["i", 7], ["i", 8], ["]"]], [7, 8], []],
    [
      [
        ["b", Uint8Array.of(1, 2, 3, 4, 5)],
        ["f", 2],
      ],
      [2],
      ["a blob (b)"],
    ],
    [
      [
        ["r", Uint8Array.of(255, 0, 0, 255)],
        ["i", 2],
      ],
      [2],
      ["an RGBA colour (r)"],
    ],
    [
      [
        ["m", Uint8Array.of(0, 0x90, 36, 100)],
        ["i", 3],
      ],
      [3],
      ["a MIDI message (m)"],
    ],
    [
      [
        ["t", new Uint8Array(8)],
        ["i", 4],
      ],
      [4],
      ["a time tag (t)"],
    ],
  ])("is read with arguments of every type: %#", (args, values, passed) => {
    const address = "/antiphon/set/tempo";
    expect(read(oscMessage(address, ...args))).toEqual({
      messages: [{ address, args: values, passed, untyped: false }],
      faults: [],
    });
  });

  it("of old senders, without type tags, is read as far as it can be", () => {
    const address = "/antiphon/set/panic";
    const of = (...rest: number[]) => read(untypedMessage(address, rest)).messages;
    expect(of()).toEqual([{ address, args: [], passed: [], untyped: false }]);
    expect(of(0x3f, 0x80, 0, 0)).toEqual([{ address, args: [], passed: [], untyped: true }]);
    expect(of(0, 0, 0, 0)).toEqual([{ address, args: [0], passed: [], untyped: true }]);
  });

  it.each([
    [Uint8Array.of(), "", /does not end/],
    [Uint8Array.of(1, 2, 3), "", /does not end/],
    [oscMessage("antiphon/x"), "", /begins with \//],
    [oscMessage("/antiphon/x", ["i", 1]).slice(0, -2), "/antiphon/x", /cut off/],
    [oscMessage("/antiphon/x", ["h", 2n ** 60n]), "/antiphon/x", /int64 1152921504606846976 is out of range/],
    [Uint8Array.from([...untypedMessage("/x"), 0x2c, 0x78, 0, 0]), "/x", /"x" is no type/],
    [oscMessage(`/${"x".repeat(2000)}`), "", /longer than 1000/],
    [Uint8Array.from([...untypedMessage("/x"), 0x2c, 0x62, 0, 0, 0xff, 0xff, 0xff, 0xff]), "/x", /below 0/],
    [Uint8Array.of(0x2f, 0xff, 0xfe, 0), "", /not Unicode/],
  ])("that is none is told, and costs nothing else: %#", (bytes, address, reason) => {
    const fault = { address, kind: "unreadable", reason: expect.stringMatching(reason) };
    expect(read(bytes)).toEqual({ messages: [], faults: [fault] });
    const good = oscMessage("/good", ["i", 1]);
    const { messages, faults } = read(oscBundle(good, bytes, good));
    expect(messages.map((message) => message.address)).toEqual(["/good", "/good"]);
    expect(faults).toEqual([fault]);
  });
});

describe("an OSC packet", () => {
  it("holds 100 messages at most, and bundles 16 deep", () => {
    const hit = oscMessage("/antiphon/play/kick", ["f", 1]);
    const crowded = read(oscBundle(...new Array(1500).fill(hit)));
    expect(crowded.messages).toHaveLength(100);
    expect(crowded.faults).toEqual([{ address: "", kind: "too many", reason: "it holds more than 100 messages" }]);
    const nested = (deep: number) => {
      let bytes = oscBundle(hit);
      for (let depth = 1; depth < deep; depth++) bytes = oscBundle(bytes, hit);
      return read(bytes);
    };
    expect(nested(16)).toMatchObject({ messages: { length: 16 }, faults: [] });
    expect(nested(17).messages).toHaveLength(16);
    expect(nested(17).faults).toEqual([{ address: "", kind: "too deep", reason: "its bundles are more than 16 deep" }]);
    expect(nested(200).messages).toHaveLength(16);
  });

  it("gives 1,000 seeded variants of all types, bundles and damage as they were meant", () => {
    let count = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { bytes, wanted, damaged } = variant(new Random(seed, "osc packet"));
      const { messages, faults } = read(bytes);
      expect(messages.map(({ address, args }) => ({ address, args }))).toEqual(wanted);
      expect(faults).toHaveLength(damaged);
      count += wanted.length;
    }
    expect(count).toBeGreaterThan(3000);
  });
});

/** What a packet is made of, beside what must be read from it. */
const variant = (chance: Random) => {
  const wanted: { address: string; args: unknown[] }[] = [];
  let damaged = 0;
  const element = (depth: number): Uint8Array => {
    const kind = chance.integer(10);
    if (kind < 3 && depth < 8) return oscBundle(...Array.from({ length: chance.integer(4) }, () => element(depth + 1)));
    const address = ["/antiphon/play/kick", "/antiphon/set/tempo", "/x/ü", "/"][chance.integer(4)]!;
    if (kind === 3) {
      damaged++;
      return damage(address, chance);
    }
    const pairs = Array.from({ length: chance.integer(6) }, () => argument(chance));
    wanted.push({ address, args: pairs.flatMap(([, value]) => value) });
    return oscMessage(address, ...pairs.flatMap(([args]) => args));
  };
  const bytes = oscBundle(...Array.from({ length: 1 + chance.integer(6) }, () => element(1)));
  return { bytes, wanted, damaged };
};

/** Arguments, and the values they stand for. */
const argument = (chance: Random): readonly [OscArgument[], unknown[]] => {
  const bytes = (length: number) => Uint8Array.from({ length }, () => chance.integer(256));
  const whole = chance.integer(2 ** 31) - 2 ** 30;
  const word = ["", "ink", "a b", "Größe", "x".repeat(33)][chance.integer(5)]!;
  const kinds: (() => readonly [OscArgument[], unknown[]])[] = [
    () => [[["i", whole]], [whole]],
    () => [[["f", whole]], [Math.fround(whole)]],
    () => [[["d", whole / 7]], [whole / 7]],
    () => [[["h", BigInt(whole) * 1000n]], [whole * 1000]],
    () => [[["s", word]], [word]],
    () => [[["S", word]], [word]],
    () => [[["c", 65 + (whole & 15)]], [String.fromCharCode(65 + (whole & 15))]],
    () => [[["T"]], [true]],
    () => [[["F"]], [false]],
    () => [[["N"]], [null]],
    () => [[["I"]], [true]],
    () => [[["b", bytes(chance.integer(9))]], []],
    () => [[["t", bytes(8)]], []],
    () => [[["r", bytes(4)]], []],
    () => [[["m", bytes(4)]], []],
    () => [
      [["["], ["i", whole], ["["], ["s", word], ["]"], ["]"]],
      [whole, word],
    ],
    () => [[["d", Number.NaN]], [Number.NaN]],
    () => [[["f", Number.NEGATIVE_INFINITY]], [Number.NEGATIVE_INFINITY]],
  ];
  return kinds[chance.integer(kinds.length)]!();
};

/** A message that nobody could read. */
const damage = (address: string, chance: Random): Uint8Array => {
  const whole = oscMessage(address, ["h", 5n], ["s", "ink"]);
  const unknown = oscMessage(address, ["T"]);
  unknown[unknown.lastIndexOf(0x54)] = 0x78;
  const kinds = [
    whole.slice(0, -4),
    whole.slice(1),
    unknown,
    Uint8Array.of(1, 2, 3),
    oscMessage(address, ["h", -(2n ** 62n)]),
  ];
  return kinds[chance.integer(kinds.length)]!;
};
