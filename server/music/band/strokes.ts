import { clamp } from "../../../shared/math/numbers.ts";
import type { Figure } from "../../core/music/learnt-feel.ts";

/** One stroke on a drum; offset and duration in steps. */
export interface Stroke {
  /** MIDI, 1 to 127. */
  readonly velocity: number;
  readonly offset: number;
  readonly duration: number;
}

/** No generated hit is further from its step than this, so that a step decided half a step ahead is never late. */
export const LARGEST_OFFSET = 0.25;
/** A further hit comes no later than this: half a step would be the next step's. */
const LATEST = 0.48;
/** A drum rings until its note-off: half a step. */
const DURATION = 0.5;
/** From here on the next step may begin: the drum is silent by then. */
const NEXT_STEP = 1 - LARGEST_OFFSET;
/** Hits of a drum that lie closer are one. */
const CLOSEST = 0.03;

/**
 * The hits of one drum in a step, in the order of their moments: the main one at `offset` and what is played beside it.
 * They keep their distances as far as there is room between the step before and the next. Each is over when the next
 * begins, so that no note-off falls into another hit.
 */
export const strokesOf = (velocity: number, offset: number, figure: Figure | null): Stroke[] => {
  const main = clamp(offset, -LARGEST_OFFSET, LARGEST_OFFSET);
  const hits = [{ velocity, offset: main }];
  if (figure !== null) {
    const distances = figure.filter((_, index) => index % 2 === 0);
    const early = squeeze(-Math.min(0, ...distances), main + LARGEST_OFFSET);
    const late = squeeze(Math.max(0, ...distances), LATEST - main);
    distances.forEach((distance, index) => {
      const further = {
        velocity: velocity * (figure[2 * index + 1] ?? 1),
        offset: main + distance * (distance < 0 ? early : late),
      };
      if (hits.every(({ offset: taken }) => Math.abs(further.offset - taken) >= CLOSEST)) hits.push(further);
    });
    hits.sort((one, other) => one.offset - other.offset);
  }
  return hits.map((hit, index) => ({
    velocity: Math.round(clamp(hit.velocity, 1, 127)),
    offset: hit.offset,
    duration: Math.min(DURATION, (hits[index + 1]?.offset ?? NEXT_STEP) - hit.offset),
  }));
};

/** By how much a distance must shrink to fit into `room`. */
const squeeze = (distance: number, room: number): number => (distance > room ? room / distance : 1);
