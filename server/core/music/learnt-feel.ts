import { z } from "zod";
import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import { STEPS_PER_BEAT } from "../../../shared/time/units.ts";

/** Numbers that the head is given of one hit; they are counted out in the band's `feel-inputs.ts`. */
export const FEEL_INPUTS = 98;
/** What the head says of a hit: velocity, offset, and how far from each a person strays. */
export const FEEL_OUTPUTS = 4;
/** Loudness of a hit as ornaments know it: below 32, 64, 96, and above. */
export const LOUDNESS_BANDS = 4;

const HIDDEN_MOST = 128;
const FIGURES_MOST = 256;

/** Weights of a head of so many hidden units: in, bias, out, bias, and past the hidden ones. */
export const headSize = (hidden: number): number =>
  FEEL_INPUTS * hidden + hidden + hidden * FEEL_OUTPUTS + FEEL_OUTPUTS + FEEL_INPUTS * FEEL_OUTPUTS;

/**
 * Further hits of a drum in one step, as pairs of numbers: how far from the main hit in steps (negative is before
 * it), and how loud as a share of it.
 */
const Figure = z
  .array(z.number().min(-1).max(1))
  .min(2)
  .max(16)
  .refine((figure) => figure.length % 2 === 0 && figure.every((share, at) => at % 2 === 0 || share > 0), {
    error: "must be pairs of a distance and a share above 0",
  })
  .readonly();
export type Figure = z.infer<typeof Figure>;

const Head = z
  .strictObject({
    hidden: z.int().min(1).max(HIDDEN_MOST),
    /** A small network's; see `server/music/band/feel/feel-head.ts`. */
    weights: z.array(z.number().min(-1e4).max(1e4)).max(headSize(HIDDEN_MOST)).readonly(),
  })
  .refine(({ hidden, weights }) => weights.length === headSize(hidden), {
    error: `must have as many weights as ${FEEL_INPUTS} inputs and its hidden units need`,
  });

/**
 * `feel.json` of a checkpoint: how hits follow from what was heard before, and how often a drum has more than one hit
 * in a step. Fitted by training; without it the band plays by the feel table alone.
 */
export const LearntFeel = z.strictObject({
  version: z.literal(1),
  /** Null where too little was there to learn from: then only the ornaments are used. */
  head: Head.nullable(),
  ornaments: z.strictObject({
    /** Share of hits with an ornament, by drum, place in the beat and loudness; see `ornamentCell`. */
    share: z
      .array(z.number().min(0).max(1))
      .length(DRUM_COUNT * STEPS_PER_BEAT * LOUDNESS_BANDS)
      .readonly(),
    /** Examples, by drum. */
    figures: z.array(z.array(Figure).max(FIGURES_MOST).readonly()).length(DRUM_COUNT).readonly(),
  }),
});
export type LearntFeel = z.infer<typeof LearntFeel>;

/** Where `ornaments.share` has a drum of that index, on that step of the bar, at that velocity. */
export const ornamentCell = (drum: number, stepInBar: number, velocity: number): number =>
  (drum * STEPS_PER_BEAT + (stepInBar % STEPS_PER_BEAT)) * LOUDNESS_BANDS +
  Math.min(LOUDNESS_BANDS - 1, Math.floor(velocity / 32));
