import { clamp } from "../../../../shared/math/numbers.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { COMMON_TIME, isSameMetre } from "../../../../shared/time/metre.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";
import type { FileRecord } from "../dataset/record.ts";
import { feltPieces } from "./felt-pieces.ts";

/** A cell with this many hits lies half way between what it heard and what its drum does on the whole. */
const PRIOR_HITS = 20;

/** One hit as the table sees it. */
interface CellHit {
  /** `drum * STEPS_IN_FEEL_BAR + step in the bar`. */
  readonly cell: number;
  readonly velocity: number;
  /** Fraction of a step. */
  readonly offset: number;
}

/** Every hit of the training split that a person has played in a bar of 16 steps. */
function* cellHits(records: readonly FileRecord[]): Generator<CellHit> {
  for (const { metre, steps } of feltPieces(records, "train")) {
    if (!isSameMetre(metre, COMMON_TIME)) continue;
    for (const { place, hits } of steps)
      for (const { drum, velocity, offset } of hits)
        yield { cell: drum * STEPS_IN_FEEL_BAR + place.stepInBar, velocity, offset };
  }
}

/** Sums of a number of hits. */
class Moments {
  count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  /**
   * Mean and variance, drawn towards `prior` as if PRIOR_HITS more hits had been like it. How far the two means
   * lie apart counts as variance too.
   */
  towards(prior: Spread): Spread {
    const weight = PRIOR_HITS / (this.count + PRIOR_HITS);
    const own = this.count > 0 ? this.#sum / this.count : prior.mean;
    const ownVariance = this.count > 0 ? Math.max(0, this.#squares / this.count - own * own) : prior.variance;
    const mean = own + weight * (prior.mean - own);
    const between = weight * (1 - weight) * (prior.mean - own) ** 2;
    return { mean, variance: (1 - weight) * ownVariance + weight * prior.variance + between };
  }
}

interface Spread {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Fits velocity and micro-timing of the training split: for every drum and step of the bar their mean
 * and spread, drawn towards the drum's own where there are few hits, and that towards all drums'.
 *
 * A table and not a head of the network: the checkpoint stays a MusicRNN, the feel of a drummer who is
 * heard live can move it, and a person can read and edit it.
 */
export const fitFeel = (records: readonly FileRecord[]): FeelTable => {
  const hits = [...cellHits(records)];
  const velocity = fitted(hits, (hit) => hit.velocity, 100, 1, 127);
  const offset = fitted(hits, (hit) => hit.offset, 0, -0.5, 0.5);
  const count = new Array<number>(DRUM_COUNT * STEPS_IN_FEEL_BAR).fill(0);
  for (const { cell } of hits) count[cell]!++;
  return { velocityMean: velocity.mean, velocitySd: velocity.sd, offsetMean: offset.mean, offsetSd: offset.sd, count };
};

/** Mean and spread of every cell; `nothing` is the mean where nobody has played. */
const fitted = (
  hits: readonly CellHit[],
  measure: (hit: CellHit) => number,
  nothing: number,
  low: number,
  high: number,
): { mean: number[]; sd: number[] } => {
  const all = new Moments();
  const drums = Array.from({ length: DRUM_COUNT }, () => new Moments());
  const cells = Array.from({ length: DRUM_COUNT * STEPS_IN_FEEL_BAR }, () => new Moments());
  for (const hit of hits) {
    const value = measure(hit);
    all.add(value);
    drums[Math.floor(hit.cell / STEPS_IN_FEEL_BAR)]!.add(value);
    cells[hit.cell]!.add(value);
  }
  const ofAll = all.towards({ mean: nothing, variance: 0 });
  const ofDrums = drums.map((drum) => drum.towards(ofAll));
  const spreads = cells.map((cell, index) => cell.towards(ofDrums[Math.floor(index / STEPS_IN_FEEL_BAR)]!));
  const tidy = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    mean: spreads.map(({ mean }) => tidy(clamp(mean, low, high))),
    sd: spreads.map(({ variance }) => tidy(Math.sqrt(variance))),
  };
};
