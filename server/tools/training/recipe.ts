import { z } from "zod";

/** Everything that decides what weights come out, besides the data and the checkpoint begun with. */
export const Recipe = z.object({
  seed: z.int(),
  /** Cells of each LSTM layer; ignored when training starts from a checkpoint. */
  layers: z.array(z.int().min(1).max(4096)).min(1).max(8),
  /** Bits of the position counter; ignored when training starts from a checkpoint. */
  counterBits: z.int().min(0).max(16),
  /** Share of a layer's outputs left out on the way up. */
  dropout: z.number().min(0).max(0.95),
  /** How many pieces are read side by side: the batch. */
  lanes: z.int().min(1).max(1024),
  /** Steps back-propagated through at once. */
  window: z.int().min(2).max(1024),
  /** Adam's rate at its highest. It rises over the first updates and falls in half a cosine. */
  rate: z.number().positive(),
  /** Passes over the data. */
  epochs: z.int().min(1),
  /** Epochs without a better validation before training stops. */
  patience: z.int().min(1),
  /** The gradient's norm is held below this. */
  clip: z.number().positive(),
  /** How slowly the averaged weights, which are the ones that are kept, follow: 0 not at all slowly, below 1. */
  averaging: z.number().min(0).lt(1),
  /** Of longer pieces, another stretch of this many bars is read in every epoch. */
  capBars: z.int().min(1),
  /** Share of the pieces that are read with two like drums exchanged, a tom for a tom, hat for ride. */
  exchange: z.number().min(0).max(1),
});
export type Recipe = Readonly<z.infer<typeof Recipe>>;

/** What `antiphon train` uses unless it is told otherwise. */
export const DEFAULT_RECIPE: Recipe = {
  seed: 2017,
  layers: [128, 128],
  counterBits: 6,
  dropout: 0.3,
  lanes: 32,
  window: 32,
  rate: 3e-3,
  epochs: 60,
  patience: 12,
  clip: 5,
  averaging: 0.995,
  capBars: 128,
  exchange: 0,
};
