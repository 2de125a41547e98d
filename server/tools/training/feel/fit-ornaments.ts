import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { STEPS_PER_BEAT } from "../../../../shared/time/units.ts";
import { type Figure, type LearntFeel, LOUDNESS_BANDS, ornamentCell } from "../../../core/music/learnt-feel.ts";
import type { FeltPiece } from "./felt-pieces.ts";

/** So many hits a cell needs before its own share weighs as much as its drum's. */
const PRIOR_HITS = 30;
/** Examples of a drum, evenly over all there are. */
const EXAMPLES = 64;

const ofDrums = DRUM_COUNT;
const ofCells = DRUM_COUNT * STEPS_PER_BEAT * LOUDNESS_BANDS;

/** How often each drum has more than one hit in a step, by its place in the beat and its loudness, and examples. */
export const fitOrnaments = (pieces: readonly FeltPiece[]): LearntFeel["ornaments"] => {
  const drums = { hits: new Float64Array(ofDrums), ornamented: new Float64Array(ofDrums) };
  const cells = { hits: new Float64Array(ofCells), ornamented: new Float64Array(ofCells) };
  const figures: Figure[][] = Array.from({ length: DRUM_COUNT }, () => []);
  for (const { steps } of pieces)
    for (const { place, hits } of steps)
      for (const { drum, velocity, ornament } of hits) {
        const cell = ornamentCell(drum, place.stepInBar, velocity);
        const ornamented = ornament === null ? 0 : 1;
        drums.hits[drum]!++;
        cells.hits[cell]!++;
        drums.ornamented[drum]! += ornamented;
        cells.ornamented[cell]! += ornamented;
        if (ornament !== null) figures[drum]!.push(ornament.map(rounded));
      }
  const share = Array.from(cells.hits, (count, cell) => {
    const drum = Math.floor(cell / (STEPS_PER_BEAT * LOUDNESS_BANDS));
    const prior = drums.ornamented[drum]! / Math.max(1, drums.hits[drum]!);
    return rounded((cells.ornamented[cell]! + PRIOR_HITS * prior) / (count + PRIOR_HITS));
  });
  return { share, figures: figures.map(evenly) };
};

const evenly = (all: readonly Figure[]): readonly Figure[] =>
  all.length <= EXAMPLES
    ? all
    : Array.from({ length: EXAMPLES }, (_, index) => all[Math.floor((index * all.length) / EXAMPLES)]!);

const rounded = (value: number): number => Math.round(value * 1e3) / 1e3;
