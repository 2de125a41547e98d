import { z } from "zod";

/**
 * What a trained model is trained further at: 60 files at ten times this rate forget more of what it knew than they
 * teach it.
 */
export const FINE_TUNING_RATE = 3e-4;

/**
 * Everything that decides what weights come out, besides the data and the checkpoint begun with: bounds, what
 * `antiphon train` uses unless it is told otherwise, and what its help says.
 */
export const Recipe = z.object({
  seed: z.int().default(2017).describe("the same seed gives the same weights"),
  /** Ignored when training starts from a checkpoint, like the next. */
  layers: z
    .array(z.int().min(1).max(4096))
    .min(1)
    .max(8)
    .default([128, 128])
    .describe("cells of each layer, as 128,128"),
  counterBits: z.int().min(0).max(16).default(6).describe("bits of the position counter"),
  dropout: z.number().min(0).max(0.95).default(0.3).describe("share of each layer's outputs left out while learning"),
  /** The batch. */
  lanes: z.int().min(1).max(1024).default(32).describe("pieces read side by side"),
  window: z.int().min(2).max(1024).default(32).describe("steps back-propagated through at once"),
  /** It rises over the first updates and falls in half a cosine. */
  rate: z
    .number()
    .positive()
    .default(3e-3)
    .describe(`Adam's rate at its highest; with --from ${FINE_TUNING_RATE} if it is left out`),
  epochs: z.int().min(1).default(60).describe("passes over the data"),
  patience: z.int().min(1).default(12).describe("epochs without a better validation before training stops"),
  clip: z.number().positive().default(5).describe("highest norm of the gradient"),
  /** The averaged weights are the ones that are kept; 0: not at all slowly. */
  averaging: z.number().min(0).lt(1).default(0.995).describe("how slowly the averaged weights follow, below 1"),
  /** In every epoch another stretch is read of what is longer. */
  capBars: z.int().min(1).default(128).describe("bars read of a longer piece in one epoch"),
  /** A tom for a tom, hat for ride. */
  exchange: z.number().min(0).max(1).default(0).describe("share of the pieces read with two like drums exchanged"),
});
export type Recipe = Readonly<z.infer<typeof Recipe>>;

export const DEFAULT_RECIPE: Recipe = Recipe.parse({});
