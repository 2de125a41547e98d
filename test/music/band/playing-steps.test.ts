import { describe, expect, it } from "vitest";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { PlayingSteps } from "../../../server/music/band/playing-steps.ts";

const KICK = patternOf("kick");

/** How many steps belong to playing as each of these is over. */
const counts = (steps: readonly Pattern[], stepsPerBar: number, from = 0, playing = new PlayingSteps()): number[] =>
  steps.map((pattern, i) => playing.close(pattern, { stepInBar: (from + i) % stepsPerBar, stepsPerBar }));

describe("the steps that belong to playing", () => {
  it("are those of bars in which something is hit, those before the hit as well", () => {
    expect(counts([SILENCE, SILENCE, KICK, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE], 4)).toEqual([
      0, 0, 3, 1, 0, 0, 0, 0,
    ]);
  });

  it("begin with the first that was heard, in the middle of a bar", () => {
    expect(counts([SILENCE, KICK], 4, 2)).toEqual([0, 2]);
  });

  it("begin anew where the place in the bar jumps, or the bar has another length", () => {
    const playing = new PlayingSteps();
    expect(counts([KICK, SILENCE], 4, 0, playing)).toEqual([1, 1]);
    expect(counts([SILENCE], 4, 1, playing)).toEqual([0]);
    expect(counts([SILENCE, KICK], 3, 2, playing)).toEqual([0, 1]);
  });

  it("are none in an hour of silence", () => {
    expect(counts(new Array(28_800).fill(SILENCE), 16).some((count) => count > 0)).toBe(false);
  });
});
