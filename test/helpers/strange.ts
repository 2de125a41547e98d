import type { Random } from "../../shared/chance/random.ts";
import { COMMANDS, orderFor, SETTINGS } from "../../shared/controls/controls.ts";
import { DRUMS } from "../../shared/music/drums.ts";

/** One of them. */
export const oneOf = <T>(random: Random, things: readonly T[]): T => things[random.integer(things.length)]!;

/** Bytes by seed. */
export const strangeBytes = (random: Random, most: number): Uint8Array =>
  Uint8Array.from({ length: random.integer(most) }, () => random.integer(256));

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  127,
  128,
  999,
  1e6,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  5e-324,
  Number.NaN,
  -Infinity,
];
const TEXTS = [
  "",
  " ",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "\u001b[2J\u001b[31m",
  "\u0000",
  "\ud800",
  "NaN",
];
/** Names that a show has, and some that it has not; the witness's own voice is left in peace. */
const NAMES = ["model1", "model2", "video", "main", "antiphony", "ink", "bloom", "amount", "nobody", "__proto__"];
const EVENTS = [
  "desk",
  "key",
  "play",
  "time",
  "limiter",
  "clips",
  "scene",
  "fault",
  "trial",
  "record",
  "__proto__",
  "",
];

/** Anything that can go through JSON, and some that cannot. */
export const strangeValue = (random: Random, depth = 0): unknown => {
  switch (random.integer(depth > 3 ? 5 : 8)) {
    case 0:
      return oneOf(random, NUMBERS);
    case 1:
      return oneOf(random, TEXTS);
    case 2:
      return oneOf(random, NAMES);
    case 3:
      return oneOf(random, [true, false, null, undefined]);
    case 4:
      return (random.next() - 0.5) * 10 ** random.integer(12);
    case 5:
      return Array.from({ length: random.integer(12) }, () => strangeValue(random, depth + 1));
    case 6:
      return oneOf(random, ["x".repeat(random.integer(20_000)), Buffer.from(strangeBytes(random, 200))]);
    default:
      return Object.fromEntries(
        Array.from({ length: random.integer(6) }, () => [
          oneOf(random, ["do", "voice", "set", "drum", "value", ...TEXTS]),
          strangeValue(random, depth + 1),
        ]),
      );
  }
};

/** What would silence the witness, who must be heard. */
const SILENCES = /\/(solo|mute|level)$/;
const turned = SETTINGS.filter(({ path }) => !SILENCES.test(path));

/** An order that might be one: something is turned to a number, to its usual value, or to anything. */
const strangeOrder = (random: Random): unknown => {
  if (random.next() < 0.5) {
    const setting = oneOf(random, turned);
    const path = setting.path.replace(/<\w+>/g, () => oneOf(random, NAMES.slice(0, -1)));
    const value = oneOf(random, [setting.default, random.next() * 2, random.integer(200), strangeValue(random)]);
    // Of the metre's value the parts are taken, so it has to be an object.
    return orderFor(path, setting.path === "metre" ? Object(value) : value);
  }
  const name = oneOf(random, Object.keys(COMMANDS)) as keyof typeof COMMANDS;
  if (name === "voice") return { do: name, voice: "model1", set: strangeValue(random) };
  const fields = Object.keys(COMMANDS[name].takes).map((field) => [
    field,
    oneOf<unknown>(random, [oneOf(random, NAMES), random.next(), random.next() < 0.5, strangeValue(random)]),
  ]);
  return { do: name, ...Object.fromEntries(fields) };
};

/** An event and what it holds. */
export const strangeMessage = (random: Random): readonly [string, ...unknown[]] => {
  const event = oneOf(random, EVENTS);
  if ((event === "desk" || event === "key") && random.next() < 0.8) return [event, strangeOrder(random)];
  if (event === "play" && random.next() < 0.5)
    return [event, { drum: oneOf(random, DRUMS), velocity: oneOf<unknown>(random, [1, 64, 127, 0, 128, 0.5]) }];
  return [event, ...Array.from({ length: random.integer(4) }, () => strangeValue(random))];
};

/** Something right with some of its bytes changed, lost, doubled or cut off. */
export const mutated = (random: Random, bytes: Uint8Array): Uint8Array => {
  const changed = [...bytes];
  for (let n = 1 + random.integer(6); n > 0; n--) {
    const at = random.integer(changed.length + 1);
    const what = random.integer(5);
    if (what === 0) changed[at] = random.integer(256);
    else if (what === 1) changed.splice(at, 1 + random.integer(8));
    else if (what === 2) changed.splice(at, 0, ...changed.slice(at, at + random.integer(16)));
    else if (what === 3) changed[at] = oneOf(random, [0, 0xff, 0x7f, 0x80, 0x22, 0x2c]);
    else changed.length = Math.min(changed.length, at);
  }
  return Uint8Array.from(changed, (byte) => byte ?? 0);
};
