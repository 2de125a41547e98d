import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { patternOf } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";

/** The two lowest bits of a pattern. */
const KICK_AND_SNARE = patternOf("kick", "snare");

/** Contexts after which whole patterns are remembered. */
export const PATTERN_CONTEXTS = 10;
/** Contexts in which each drum is counted by itself. */
export const DRUM_CONTEXTS = 9;

/**
 * What the next pattern may follow from, as hashes of 32 bits: by place in the bar, by what came just
 * before, by what came a bar and more ago, and by some of them together. What a weight was fitted for
 * is its context's number here, so another order or another choice is another version of MixFile.
 */
export class Contexts {
  readonly patterns = new Uint32Array(PATTERN_CONTEXTS);
  /** DRUM_CONTEXTS for each drum in turn. */
  readonly drums = new Uint32Array(DRUM_CONTEXTS * DRUM_COUNT);
  readonly #recent = new Uint16Array(9);

  /** Fills the hashes for the step at `place` that follows `line`. @realtime yes */
  look(line: RecentPatterns, { stepInBar, stepsPerBar }: BarPlace): void {
    const recent = this.#recent;
    for (let steps = 1; steps <= 8; steps++) recent[steps] = line.back(steps);
    const place = stepInBar * 512 + stepsPerBar;
    const inBeat = stepInBar % 4;
    const bar1 = line.back(stepsPerBar);
    const bar2 = line.back(2 * stepsPerBar);
    const bar3 = line.back(3 * stepsPerBar);
    const bar4 = line.back(4 * stepsPerBar);

    const two = join(recent[1]!, recent[2]!);
    const four = join(join(two, recent[3]!), recent[4]!);
    let eight = four;
    for (let steps = 5; steps <= 8; steps++) eight = join(eight, recent[steps]!);
    const { patterns } = this;
    patterns[0] = finished(0, place);
    patterns[1] = finished(1, two);
    patterns[2] = finished(2, four);
    patterns[3] = finished(3, eight);
    patterns[4] = finished(4, join(bar1, place));
    patterns[5] = finished(5, join(join(bar1, bar2), place));
    patterns[6] = finished(6, join(two, place));
    patterns[7] = finished(7, join(four, place));
    patterns[8] = finished(8, join(join(join(bar1, line.back(stepsPerBar + 1)), recent[1]!), place));
    patterns[9] = finished(9, join(join(recent[4]!, recent[8]!), inBeat));

    // Kick and snare are what the other drums lean on.
    let kickAndSnare = 1;
    for (let steps = 1; steps <= 4; steps++) kickAndSnare = 4 * kickAndSnare + (recent[steps]! & KICK_AND_SNARE);
    for (let drum = 0; drum < DRUM_COUNT; drum++) {
      let own = 1;
      for (let steps = 1; steps <= 8; steps++) own = 2 * own + ((recent[steps]! >> drum) & 1);
      const own4 = own >> 4;
      const bars = bitsOf(drum, bar1, bar2, bar3, bar4);
      // The same drum around this step a bar ago, the two steps before it to the three after it.
      let around = 1;
      for (let away = -2; away <= 3; away++)
        around = 2 * around + ((line.back(Math.max(1, stepsPerBar - away)) >> drum) & 1);
      this.#count(drum, 0, place);
      this.#count(drum, 1, own);
      this.#count(drum, 2, join(bars, place));
      this.#count(drum, 3, join(own4, place));
      this.#count(drum, 4, join(recent[1]!, inBeat));
      this.#count(drum, 5, join(own >> 6, place));
      this.#count(drum, 6, join(own, place));
      this.#count(drum, 7, join(kickAndSnare, place));
      this.#count(drum, 8, join(own >> 5, around));
    }
  }

  #count(drum: number, which: number, value: number): void {
    this.drums[drum * DRUM_CONTEXTS + which] = finished(PATTERN_CONTEXTS + which, join(drum, value));
  }
}

const bitsOf = (drum: number, one: number, two: number, three: number, four: number): number =>
  (((one >> drum) & 1) << 3) | (((two >> drum) & 1) << 2) | (((three >> drum) & 1) << 1) | ((four >> drum) & 1);

const join = (hash: number, value: number): number =>
  Math.imul((hash ^ (hash >>> 15)) + Math.imul(value + 1, 0x85ebca6b), 0x9e3779b1) | 0;

/** MurmurHash3's finaliser (A. Appleby), so that every bit of the hash depends on all that went in. */
const finished = (which: number, value: number): number => {
  let h = join(value, which);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};
