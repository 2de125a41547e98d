import { Random } from "../../../../shared/chance/random.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { CLUES } from "../../../music/rhythm/memory/evidence.ts";
import { type MixWeights, networkMixWeights } from "../../../music/rhythm/memory/mix-weights.ts";
import { shuffle } from "../shuffle.ts";
import type { MixSamples } from "./mix-samples.ts";

const EPOCHS = 5;
/** Steps between two updates. */
const BATCH = 32;
/** Adam's rate at first; it falls in half a cosine. */
const RATE = 0.02;
/** How strongly each set of weights is drawn back to where it began, the network alone: found by two-fold cross-validation. */
const HELD = { drums: 0.001, repeated: 0.003, heard: 0.003 } as const;

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-6;

/**
 * Weights under which what came was likeliest: logistic regression by Adam (Kingma and Ba 2015), begun
 * at the network alone and held near it. Convex, so that the seed hardly matters; the same seed gives
 * the same weights.
 */
export const fitMix = (samples: MixSamples, seed: number): MixWeights => {
  const weights = networkMixWeights();
  const sets = [
    new FittedSet(weights.drums, HELD.drums),
    new FittedSet(weights.repeated, HELD.repeated),
    new FittedSet(weights.heard, HELD.heard),
  ];
  const [drums, repeated, heard] = sets;
  const random = new Random(seed, "mix");
  const order = Uint32Array.from({ length: samples.steps }, (_, step) => step);
  const updates = EPOCHS * Math.ceil(samples.steps / BATCH);
  let update = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.subarray(from, from + BATCH);
      for (const step of batch)
        for (let depth = 0; depth < DRUM_COUNT; depth++) {
          const decision = step * DRUM_COUNT + depth;
          const at = decision * CLUES;
          const drumRow = depth * CLUES;
          const repeatedRow = samples.repeated[step]! * CLUES;
          const heardRow = samples.heard[step]! * CLUES;
          let sum = 0;
          for (let clue = 0; clue < CLUES; clue++)
            sum +=
              (weights.drums[drumRow + clue]! +
                weights.repeated[repeatedRow + clue]! +
                weights.heard[heardRow + clue]!) *
              samples.clues[at + clue]!;
          const error = 1 / (1 + Math.exp(-sum)) - samples.hits[decision]!;
          for (let clue = 0; clue < CLUES; clue++) {
            const slope = (error * samples.clues[at + clue]!) / batch.length;
            drums!.gradient[drumRow + clue]! += slope;
            repeated!.gradient[repeatedRow + clue]! += slope;
            heard!.gradient[heardRow + clue]! += slope;
          }
        }
      update++;
      const rate = RATE * (0.02 + 0.98 * 0.5 * (1 + Math.cos((Math.PI * update) / updates)));
      for (const set of sets) set.move(rate, update);
    }
  }
  return weights;
};

/** One array of weights while it is fitted. */
class FittedSet {
  readonly gradient: Float64Array;
  readonly #weights: Float32Array;
  readonly #begun: Float32Array;
  readonly #held: number;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;

  constructor(weights: Float32Array, held: number) {
    this.#weights = weights;
    this.#begun = weights.slice();
    this.#held = held;
    this.gradient = new Float64Array(weights.length);
    this.#mean = new Float64Array(weights.length);
    this.#square = new Float64Array(weights.length);
  }

  /** One step of Adam, after which the gradient is zero. */
  move(rate: number, update: number): void {
    const correct1 = 1 - BETA1 ** update;
    const correct2 = 1 - BETA2 ** update;
    for (let i = 0; i < this.#weights.length; i++) {
      const slope = this.gradient[i]! + this.#held * (this.#weights[i]! - this.#begun[i]!);
      const mean = BETA1 * this.#mean[i]! + (1 - BETA1) * slope;
      const square = BETA2 * this.#square[i]! + (1 - BETA2) * slope * slope;
      this.#mean[i] = mean;
      this.#square[i] = square;
      this.#weights[i]! -= (rate * (mean / correct1)) / (Math.sqrt(square / correct2) + EPSILON);
    }
    this.gradient.fill(0);
  }
}
