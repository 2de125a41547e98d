import { clamp, mix, smoothstep } from "../math/numbers.ts";
import { type Ms, ms } from "../time/units.ts";
import { fadeLevel } from "./fade.ts";
import type { Parameter } from "./scene-about.ts";

/** A parameter takes this long to where it was turned: a function of time, so that all projectors agree. */
const TURN_MS = ms(100);

/** A scene's parameter on its way; null is its default, which only those who have the scene know. */
export interface Turn {
  readonly from: number | null;
  readonly to: number | null;
  /** When it was turned, on the server's axis. */
  readonly at: Ms;
}

/** What was turned by hand, by scene and parameter; what is not here stands at its default. */
export type Turns = Readonly<Record<string, Readonly<Record<string, Turn>>>>;

/** Where a declared parameter stands at `at`, within its bounds. @realtime yes */
export const turnedTo = (parameter: Parameter, turn: Turn | undefined, at: Ms): number => {
  if (turn === undefined) return parameter.default;
  const to = within(parameter, turn.to);
  if (at >= turn.at + TURN_MS) return to;
  const from = within(parameter, turn.from);
  return at <= turn.at ? from : mix(from, to, smoothstep((at - turn.at) / TURN_MS));
};

/** Whether it stands at its default again, and need not be known any more. */
export const isOver = ({ to, at }: Turn, now: Ms): boolean => to === null && now >= at + TURN_MS;

/** From wherever `turn` is at `at`, to `to`. On its way to or from a default it begins where it was going. */
export const turnOn = (turn: Turn | undefined, to: number | null, at: Ms): Turn => {
  if (turn === undefined) return { from: null, to, at };
  const { from: before, to: going } = turn;
  if (before === null || going === null || at >= turn.at + TURN_MS) return { from: going, to, at };
  return { from: fadeLevel({ from: before, to: going, at: turn.at, length: TURN_MS }, at), to, at };
};

const within = ({ min, max, default: usual }: Parameter, value: number | null): number =>
  value === null ? usual : clamp(value, min, max);
