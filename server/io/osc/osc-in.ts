import { TEST_PATTERNS } from "../../../shared/mapping/plain-projector.ts";
import { DeskCommand } from "../../../shared/protocol/desk.ts";
import { check } from "../../core/check/check.ts";
import { OSC } from "./osc.ts";

/** What an incoming OSC message orders. */
export type OscOrder =
  | { readonly kind: "command"; readonly command: DeskCommand }
  /** A button was let go: 0 after the 1 that counted. */
  | { readonly kind: "release" }
  /** Why it cannot be. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not an order: a hit on a pad, or somebody else's message. */
  | { readonly kind: "other" };

/** Orders of one word after `/antiphon/set/`. PROTOCOL.md has the table. */
const ORDERS: Readonly<Record<string, (first: unknown, second: unknown) => unknown>> = {
  playing: (on) => ({ do: truth(on) === false ? "stop" : "start" }),
  tempo: (bpm) => ({ do: "tempo", bpm }),
  metre: (numerator, denominator) => ({ do: "metre", numerator, denominator }),
  tap: () => ({ do: "tap" }),
  nudge: (ms) => ({ do: "nudge", ms }),
  clock: (source) => ({ do: "clock", source }),
  "clock-follow": (transport) => ({ do: "clock-follow", transport: truth(transport) }),
  "follow-drummer": (on) => ({ do: "follow-drummer", on: truth(on) }),
  panic: () => ({ do: "panic" }),
  blackout: (on, seconds = 1) => ({ do: "blackout", on: truth(on), seconds }),
  freeze: (on) => ({ do: "freeze", on: truth(on) }),
  "flash-limiter": (on) => ({ do: "flash-limiter", on: truth(on) }),
  next: () => ({ do: "cue" }),
  scene: (scene) => ({ do: "cue", scene }),
  palette: (palette) => ({ do: "cue", palette }),
  transition: (transition) => ({ do: "cue", transition }),
  intensity: (intensity) => ({ do: "cue", intensity }),
  record: (on, projector) => ({ do: "record", on: truth(on), ...(projector === undefined ? {} : { projector }) }),
};

/** Words after `/antiphon/set/` and `/antiphon/` that a voice must not have as its name. */
export const RESERVED_NAMES: readonly string[] = [
  ...Object.keys(ORDERS),
  "beat",
  "bar",
  "phase",
  "play",
  "set",
  "director",
  "pass",
];

/** Of an address that is shown to people. */
const LONGEST_ADDRESS = 80;

/** Buttons: they order something when they are pressed, and nothing when they are let go. */
const BUTTONS = ["tap", "panic", "next", "mutate", "end-call", "identify"];

const SET = `${OSC.set}/`;

/** Understands one message to `/antiphon/set/...`. Never throws, whatever comes. */
export const orderOf = (address: string, given: readonly unknown[]): OscOrder => {
  if (!address.startsWith(SET)) return { kind: "other" };
  const words = address.slice(SET.length).split("/");
  if (BUTTONS.includes(words.at(-1) ?? "") && given.length > 0 && truth(given[0]) === false) return { kind: "release" };
  const checked = check(DeskCommand, commandOf(words, given), "it");
  if (checked.ok) return { kind: "command", command: checked.value };
  return { kind: "refused", reason: `${address.slice(0, LONGEST_ADDRESS)}: ${checked.reason}` };
};

const commandOf = ([first = "", second, ...rest]: readonly string[], given: readonly unknown[]): unknown => {
  const [value] = given;
  const order = Object.hasOwn(ORDERS, first) ? ORDERS[first] : undefined;
  if (second === undefined) return order?.(given[0], given[1]) ?? { do: first };
  if (first === "scene") return turn(second, rest, value ?? null);
  // A third word tells it from a voice of that name.
  if (first === "projector" && rest.length === 1) return setUp(second, rest[0] ?? "", value);
  if (rest.length > 0 || order !== undefined) return { do: [first, second, ...rest].join("/") };
  if (first === "pass")
    return { do: "pass", pass: second, dose: typeof value === "number" && value < 0 ? null : value };
  if (first === "director") return { do: "director", set: { [second]: second === "held" ? truth(value) : value } };
  if (second === "model") return { do: "model", voice: first, model: value };
  if (second === "mutate" || second === "end-call") return { do: second, voice: first };
  return { do: "voice", voice: first, set: { [second]: settingOf(second, value) } };
};

/** `scene/<parameter>` of the one that is on, or `scene/<scene>/<parameter>`; without a value, its default. */
const turn = (first: string, [second, ...rest]: readonly string[], value: unknown): unknown => {
  if (rest.length > 0) return { do: ["scene", first, second, ...rest].join("/") };
  const order = { do: "scene-parameter", parameter: second ?? first, value };
  return second === undefined ? order : { ...order, scene: first };
};

/** `projector/<projector>/<setting>`: what is one number, or one word of a list, the place in which is enough. */
const setUp = (projector: string, setting: string, value: unknown): unknown => {
  if (setting === "identify") return { do: "identify", projector };
  const pattern = setting === "pattern" && typeof value === "number" ? TEST_PATTERNS[value] : undefined;
  return { do: "projector", projector, set: { [setting]: setting === "mirror" ? truth(value) : (pattern ?? value) } };
};

/** Numbers only are enough to turn every setting: 0 bars is automatic, a density below 0 is the model's own. */
const settingOf = (setting: string, value: unknown): unknown => {
  switch (setting) {
    case "mute":
    case "solo":
    case "loop":
      return truth(value);
    case "callBars":
    case "responseBars":
      return value === 0 ? "auto" : value;
    case "density":
      return typeof value === "number" && value < 0 ? null : value;
    case "mode":
      return typeof value === "number" ? (truth(value) ? "along" : "call-response") : value;
    default:
      return value;
  }
};

/** Buttons and switches send 1 and 0, or truth values; what is neither is left for the check to refuse. */
const truth = (value: unknown): unknown => (typeof value === "number" ? value >= 0.5 : value);
