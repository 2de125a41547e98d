import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { FEEL_INPUTS } from "../../../core/music/learnt-feel.ts";
import type { Habits } from "./habits.ts";
import type { StepPlace } from "./heard-hit.ts";
import { LINE_HITS, type Line } from "./line.ts";

/** Hits of the drum itself that are looked back at. */
const OWN_HITS = 3;
/** Steps of a bar that are told apart by their number; longer bars go round again. */
const BAR = 16;

/**
 * Writes into `out`, FEEL_INPUTS long, what the head is told of a hit of `drum` where `pattern` sounds: the player's
 * habits, and what came just before in `line`. Nothing of what comes after, and of the other drums of the step only
 * which they are.
 *
 * @realtime yes
 */
export const fillInputs = (
  out: Float32Array,
  drum: number,
  place: StepPlace,
  pattern: number,
  habits: Habits,
  line: Line,
): void => {
  let at = habits.describe(out, 0, drum, place, pattern, line);
  at = describeLine(out, at, drum, place.step, line);
  for (let other = 0; other < DRUM_COUNT; other++) out[at++] = other !== drum && (pattern >> other) & 1 ? 1 : 0;
  for (let each = 0; each < DRUM_COUNT; each++) out[at++] = each === drum ? 1 : 0;
  for (let step = 0; step < BAR; step++) out[at++] = step === place.stepInBar % BAR ? 1 : 0;
  if (at !== FEEL_INPUTS) throw new Error(`the feel has ${at} inputs where ${FEEL_INPUTS} are counted`);
};

const describeLine = (out: Float32Array, from: number, drum: number, step: number, line: Line): number => {
  let at = from;
  for (let back = 0; back < OWN_HITS; back++) {
    const before = step - line.step(drum, back);
    const known = before > 0 && before < Number.POSITIVE_INFINITY;
    out[at++] = known ? 1 / before : 0;
    out[at++] = known ? line.velocity(drum, back) : 0;
    out[at++] = known ? line.offset(drum, back) : 0;
  }
  for (let gap = 1; gap <= LINE_HITS; gap++) {
    let any = 0;
    for (let other = 0; other < DRUM_COUNT; other++) {
      const struck = line.struckAt(other, step - gap) ? 1 : 0;
      any ||= struck;
      if (gap === 1) out[at++] = struck;
    }
    if (gap === 1) continue;
    out[at++] = line.struckAt(drum, step - gap) ? 1 : 0;
    out[at++] = any;
  }
  let newest = Number.NEGATIVE_INFINITY;
  for (let other = 0; other < DRUM_COUNT; other++) {
    const last = line.step(other, 0);
    if (last < step && last > newest) newest = last;
  }
  let loudest = Number.NEGATIVE_INFINITY;
  let offsets = 0;
  let count = 0;
  for (let other = 0; other < DRUM_COUNT; other++) {
    if (newest === Number.NEGATIVE_INFINITY || line.step(other, 0) !== newest) continue;
    loudest = Math.max(loudest, line.velocity(other, 0));
    offsets += line.offset(other, 0);
    count++;
  }
  out[at++] = count > 0 ? 1 / (step - newest) : 0;
  out[at++] = count > 0 ? loudest : 0;
  out[at++] = count > 0 ? offsets / count : 0;
  return at;
};
