import type { Pattern } from "../../../core/music/pattern.ts";
import type { BarPlace } from "./bar-place.ts";

/** What a memory has learnt, oldest first: all that is needed to learn it again. One entry a step in each array. */
export interface HeardSteps {
  /** 0 to 511. */
  readonly patterns: Uint16Array;
  readonly stepsInBar: Uint8Array;
  /** Less one, so that 256 steps fit. */
  readonly lastStepsOfBar: Uint8Array;
}

/** Tells `visit` of each step, oldest first. */
export const eachHeard = (
  { patterns, stepsInBar, lastStepsOfBar }: HeardSteps,
  visit: (pattern: Pattern, place: BarPlace) => void,
): void => {
  for (let at = 0; at < patterns.length; at++)
    visit(patterns[at]! as Pattern, { stepInBar: stepsInBar[at]!, stepsPerBar: lastStepsOfBar[at]! + 1 });
};
