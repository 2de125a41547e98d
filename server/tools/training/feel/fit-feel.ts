import { clamp } from "../../../../shared/math/numbers.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { COMMON_TIME, isSameMetre } from "../../../../shared/time/metre.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";
import { HIT_FIELDS, OFFSET_UNITS } from "../dataset/piece.ts";
import { WRITTEN } from "../dataset/read-written.ts";
import type { FileRecord, Split } from "../dataset/record.ts";

/** A cell with this many hits lies half way between what it heard and what its drum does on the whole. */
const PRIOR_HITS = 20;

/** One hit as the table sees it. */
interface FeltHit {
  /** `drum * STEPS_IN_FEEL_BAR + step in the bar`. */
  readonly cell: number;
  readonly velocity: number;
  /** Fraction of a step. */
  readonly offset: number;
}

/** Every hit of the split that a person has played in a bar of 16 steps, piece by piece, in time order. */
export function* feltPieces(records: readonly FileRecord[], split: Split): Generator<readonly FeltHit[]> {
  for (const record of records) {
    if (record.split !== split || record.found === WRITTEN) continue;
    for (const { hits, metre } of record.pieces) {
      if (!isSameMetre(metre, COMMON_TIME)) continue;
      yield Array.from({ length: hits.length / HIT_FIELDS }, (_, index) => {
        const at = index * HIT_FIELDS;
        return {
          cell: hits[at + 1]! * STEPS_IN_FEEL_BAR + (hits[at]! % STEPS_IN_FEEL_BAR),
          velocity: hits[at + 2]!,
          offset: hits[at + 3]! / OFFSET_UNITS,
        };
      });
    }
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
  const hits = [...feltPieces(records, "train")].flat();
  const velocity = fitted(hits, (hit) => hit.velocity, 100, 1, 127);
  const offset = fitted(hits, (hit) => hit.offset, 0, -0.5, 0.5);
  const count = new Array<number>(DRUM_COUNT * STEPS_IN_FEEL_BAR).fill(0);
  for (const { cell } of hits) count[cell]!++;
  return { velocityMean: velocity.mean, velocitySd: velocity.sd, offsetMean: offset.mean, offsetSd: offset.sd, count };
};

/** Mean and spread of every cell; `nothing` is the mean where nobody has played. */
const fitted = (
  hits: readonly FeltHit[],
  measure: (hit: FeltHit) => number,
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
