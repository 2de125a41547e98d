import { clamp } from "../../../../shared/math/numbers.ts";
import { ofOffset, ofVelocity } from "./habits.ts";
import type { HeardHit, StepPlace } from "./heard-hit.ts";
import { OwnLine } from "./own-line.ts";
import type { Hand } from "./touch.ts";

/** As much of a hit as tells how loud it is. */
export type HitOfStep = Pick<HeardHit, "drum" | "velocity">;

/** A step of a call in which something was hit. */
export interface CallStep {
  readonly place: StepPlace;
  readonly hits: readonly HitOfStep[];
}

/** How loud an answer is: its velocities times `level` in its middle, rising by `rise` from its beginning to its end. */
export interface Dynamics {
  readonly level: number;
  readonly rise: number;
}

export const EVEN: Dynamics = { level: 1, rise: 0 };

/** Hits of the call that are looked at, the newest: two bars as a rule. */
const HITS_WEIGHED = 64;
const LEVELS = [0.25, 4] as const;
const LARGEST_RISE = 1.5;
/** So many hits a call must have before its rise is believed. */
const RISING_HITS = 8;

/** Share of an answer's velocity at a moment of it, 0 to 1. */
export const dynamicsAt = ({ level, rise }: Dynamics, moment: number): number =>
  Math.max(LEVELS[0], level + rise * (moment - 0.5));

/**
 * The dynamics of an answer that follow from its call. The hand answers the call with the call's own pattern, which
 * tells how loud the answer would be for this player at this moment; what the call was is held against that, by least
 * squares of velocities: level and rise.
 *
 * @realtime it takes about a millisecond for 64 hits, the most there are, once at the bar line that ends a call.
 */
export const dynamicsOf = (call: readonly CallStep[], hand: Hand): Dynamics => {
  const first = call[0]?.place;
  const last = call.at(-1)?.place;
  if (first === undefined || last === undefined) return EVEN;
  const from = first.step - first.stepInBar;
  const length = last.step - last.stepInBar + last.stepsPerBar - from;
  const own = new OwnLine();
  // Sums of x², xt, t², vx, vt, where x is what would be played and t is x times the moment.
  let xx = 0;
  let xt = 0;
  let tt = 0;
  let vx = 0;
  let vt = 0;
  let count = 0;
  for (const { place, hits } of newest(call)) {
    const moment = (place.step - from) / length - 0.5;
    const answered = { ...place, step: place.step + length };
    const line = own.after(hand.line);
    let pattern = 0;
    for (const { drum } of hits) pattern |= 1 << drum;
    for (const { drum, velocity } of hits) {
      const touch = hand.touch(drum, answered, pattern, line);
      const x = touch.velocity;
      xx += x * x;
      xt += x * x * moment;
      tt += x * x * moment * moment;
      vx += velocity * x;
      vt += velocity * x * moment;
      count++;
      own.add(answered.step, drum, ofVelocity(x), ofOffset(touch.offset));
    }
  }
  const determinant = xx * tt - xt * xt;
  if (count < RISING_HITS || determinant < 1e-6 * xx * xx) return { level: clamp(vx / xx, ...LEVELS), rise: 0 };
  return {
    level: clamp((vx * tt - vt * xt) / determinant, ...LEVELS),
    rise: clamp((vt * xx - vx * xt) / determinant, -LARGEST_RISE, LARGEST_RISE),
  };
};

/** The last steps of the call, of as many hits as are weighed. */
const newest = (call: readonly CallStep[]): readonly CallStep[] => {
  let hits = 0;
  let first = call.length;
  while (first > 0 && hits < HITS_WEIGHED) hits += call[--first]!.hits.length;
  return call.slice(first);
};
