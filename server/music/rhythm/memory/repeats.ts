import { type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";

/** Steps that must be the same for a passage to be taken up again. */
const SHORTEST = 6;
/** As far back as two passages are compared. */
export const LONGEST_REPEAT = 32;
const SLOTS = 1 << 14;

/**
 * Where the passage that a line has come to was learnt last: the match model of data compressors (lpaq,
 * M. Mahoney). It looks up the last SHORTEST patterns and the place in the bar.
 */
export class Repeats {
  /** The number of the step that followed, from 1; 0: none. */
  readonly #next = new Int32Array(SLOTS);
  readonly #learnt: (step: number) => Pattern | null;
  /** What `find` has found: the pattern that followed, and for how many steps the two passages are the same; 0: none. */
  pattern: Pattern = SILENCE;
  length = 0;

  /** `learnt` gives a pattern by the number of its step, null when it is not kept any more. */
  constructor(learnt: (step: number) => Pattern | null) {
    this.#learnt = learnt;
  }

  /** @realtime yes */
  find(line: RecentPatterns, place: BarPlace): void {
    this.length = 0;
    const step = this.#next[slotOf(line, place)]! - 1;
    const pattern = step < 0 ? null : this.#learnt(step);
    if (pattern === null) return;
    let length = 0;
    while (length < LONGEST_REPEAT && this.#learnt(step - 1 - length) === line.back(length + 1)) length++;
    if (length < SHORTEST) return;
    this.pattern = pattern;
    this.length = length;
  }

  /** Step number `step`, at `place`, is about to be learnt after `line`. @realtime yes */
  learn(line: RecentPatterns, place: BarPlace, step: number): void {
    this.#next[slotOf(line, place)] = step + 1;
  }

  forget(): void {
    this.#next.fill(0);
  }
}

const slotOf = (line: RecentPatterns, { stepInBar, stepsPerBar }: BarPlace): number => {
  let hash = stepInBar * 512 + stepsPerBar;
  for (let steps = 1; steps <= SHORTEST; steps++) hash = Math.imul(hash ^ (hash >>> 15) ^ line.back(steps), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
};
