import { Random } from "../../../../shared/chance/random.ts";
import { type Ms, ms } from "../../../../shared/time/units.ts";
import { TICKS_PER_BEAT } from "../../../music/clock/midi/tick.ts";

/** One MIDI clock: the `index`th tick of the master, when it was meant and when it came. */
export interface Tick {
  readonly index: number;
  readonly truth: Ms;
  readonly at: Ms;
}

/** How late a tick comes, in ms; early is negative. `truth` is when it was meant. */
export type Lateness = (random: Random, truth: number) => number;

export const gaussian =
  (sd: number): Lateness =>
  (random) =>
    random.gaussian() * sd;

/** A port that delivers once a millisecond (USB full speed, Windows' old drivers). */
export const grid =
  (step: number): Lateness =>
  (_, truth) =>
    Math.ceil(truth / step) * step - truth;

export const exponential =
  (mean: number): Lateness =>
  (random) =>
    -mean * Math.log(1 - random.next());

/** A busy computer: mostly a little late, and `share` of the ticks from `least` to `most` late. */
export const stalls =
  (share = 0.03, least = 2, most = 15, mean = 0.4): Lateness =>
  (random) =>
    exponential(mean)(random, 0) + (random.next() < share ? least + random.next() * (most - least) : 0);

export interface Stream {
  /** Tempo at a beat; a number is a steady one. Beats count from the first tick. */
  readonly tempo: number | ((beat: number) => number);
  readonly beats: number;
  readonly late?: Lateness;
  readonly from?: number;
  readonly seed: number;
  /** Indexes of ticks that never come. */
  readonly lost?: readonly number[];
  /** Indexes of ticks that come twice, the second one this much later. */
  readonly doubled?: readonly number[];
  readonly echo?: number;
}

/** The ticks in the order they come. A tick never overtakes the one before, as on a cable. */
export const tickStream = (stream: Stream): Tick[] => {
  const { tempo, beats, late, from = 1000, seed, lost = [], doubled = [], echo = 1 } = stream;
  const random = new Random(seed, "ticks");
  const ticks: Tick[] = [];
  let truth = from;
  let before = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < beats * TICKS_PER_BEAT; index++) {
    const at = Math.max(before + 0.05, truth + (late?.(random, truth) ?? 0));
    if (!lost.includes(index)) {
      before = at;
      ticks.push({ index, truth: ms(truth), at: ms(at) });
    }
    if (doubled.includes(index)) {
      before = at + echo;
      ticks.push({ index, truth: ms(truth), at: ms(before) });
    }
    const now = typeof tempo === "number" ? tempo : tempo(index / TICKS_PER_BEAT);
    truth += 60_000 / now / TICKS_PER_BEAT;
  }
  return ticks;
};
