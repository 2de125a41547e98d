import { z } from "zod";
import { DRUM_COUNT } from "../../../shared/music/drums.ts";

/** A feel table knows a bar of 16 steps: 4/4. */
export const STEPS_IN_FEEL_BAR = 16;

/** Cells of a table: drum by drum in the order of DRUMS, the steps of the bar within each. */
const FEEL_CELLS = DRUM_COUNT * STEPS_IN_FEEL_BAR;

const cells = (cell: z.ZodNumber) => z.array(cell).length(FEEL_CELLS).readonly();

/**
 * Velocity and micro-timing of a way of playing, for every drum on every step of the bar. Training
 * fits it and the checkpoint carries it; the band plays it, moved by the drummer's own feel. The
 * cell of a drum and a step is `drumIndex(drum) * STEPS_IN_FEEL_BAR + stepInBar`.
 */
export const FeelTable = z.strictObject({
  /** MIDI velocity, 1 to 127. */
  velocityMean: cells(z.number().min(1).max(127)),
  velocitySd: cells(z.number().nonnegative()),
  /** How far from the grid, as a fraction of a step: -0.5 early to 0.5 late. */
  offsetMean: cells(z.number().min(-0.5).max(0.5)),
  offsetSd: cells(z.number().nonnegative()),
  /** How many hits the cell was fitted on; at 0 its figures are borrowed from its drum or from all drums. */
  count: cells(z.number().nonnegative()),
});
export type FeelTable = z.infer<typeof FeelTable>;
