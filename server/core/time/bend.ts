import { clamp } from "../../../shared/math/numbers.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";

/** How far the rate may leave the target's while the one catches up with the other. */
const MAX_BEND = 0.02;

/** In how many milliseconds an error is worked off, unless that would bend the rate by more than MAX_BEND. */
const BEND_MS = 100;

/** Errors beyond this are not bent away but jumped: half a 16th. */
export const JUMP_BEATS = 1 / 8;

/** Errors below this many milliseconds are left alone. */
const NEGLIGIBLE_MS = 1e-4;

interface Bent {
  /** Goes on from `current` without a jump, and meets `target` at `until`. */
  readonly line: Timeline;
  /** When the caller should change over to `target`; `now` if `line` is already on it. */
  readonly until: Ms;
}

/**
 * Leads one line into another by bending its rate, so that its beats never go back and never leap:
 * whoever counts them meets each one once. The bend is proportional to the error (which smooths
 * small corrections) and at most MAX_BEND of the target's tempo.
 *
 * @realtime yes
 */
export const bendTowards = (current: Timeline, target: Timeline, now: Ms): Bent => {
  const beat = current.toBeats(now);
  const behindMs = (target.toBeats(now) - beat) * target.msPerBeat;
  if (Math.abs(behindMs) < NEGLIGIBLE_MS) return { line: target, until: now };
  const rate = clamp(behindMs / BEND_MS, -MAX_BEND, MAX_BEND);
  return {
    line: new Timeline(bpm(target.tempo * (1 + rate)), beat, now),
    until: ms(now + behindMs / rate),
  };
};

/** Whether the two lines are too far apart at `now` to be bent into one another. */
export const isJump = (from: Timeline, to: Timeline, now: Ms): boolean =>
  Math.abs(to.toBeats(now) - from.toBeats(now)) > JUMP_BEATS;

/** The same line with `by` added to every beat. */
export const renumbered = (line: Timeline, by: number): Timeline =>
  by === 0 ? line : new Timeline(line.tempo, (line.originBeats + by) as Beats, line.originMs);
