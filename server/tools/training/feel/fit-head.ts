import { setImmediate } from "node:timers/promises";
import { Random } from "../../../../shared/chance/random.ts";
import { FEEL_INPUTS, FEEL_OUTPUTS, headSize } from "../../../core/music/learnt-feel.ts";
import { FeelHead, headLayout } from "../../../music/band/feel/feel-head.ts";
import { fillInputs } from "../../../music/band/feel/feel-inputs.ts";
import { Habits, ofOffset, ofVelocity } from "../../../music/band/feel/habits.ts";
import { shuffle } from "../shuffle.ts";
import type { FeltPiece } from "./felt-pieces.ts";

const HIDDEN = 32;
const BATCH = 128;
const RATE = 2e-3;
const EPOCHS = 6;
/** Below this distance a hit counts as met: four velocities, an eightieth of a step. */
const NEAR = 0.1;
/** The smallest mean distance that is believed. */
const LEAST_SPREAD = 0.02;
/** How much the hidden units heed the spreads, beside the medians. */
const HEED = 0.2;

/** What the head is told of every hit and how it was played, one after the other. */
interface Examples {
  readonly count: number;
  readonly inputs: Float32Array;
  /** Velocity and offset, as they are reckoned with. */
  readonly played: Float32Array;
}

/** Every hit as it is known before its step: only what came in earlier steps has been heard. */
const examplesOf = (pieces: readonly FeltPiece[]): Examples => {
  let count = 0;
  for (const { steps } of pieces) for (const { hits } of steps) count += hits.length;
  const inputs = new Float32Array(count * FEEL_INPUTS);
  const played = new Float32Array(count * 2);
  let at = 0;
  for (const { steps } of pieces) {
    const habits = new Habits();
    for (const { place, hits } of steps) {
      let pattern = 0;
      for (const { drum } of hits) pattern |= 1 << drum;
      for (const { drum, velocity, offset } of hits) {
        const row = inputs.subarray(at * FEEL_INPUTS, (at + 1) * FEEL_INPUTS);
        fillInputs(row, drum, place, pattern, habits, habits.line);
        played[at * 2] = ofVelocity(velocity);
        played[at * 2 + 1] = ofOffset(offset);
        at++;
      }
      habits.learn(place, hits);
    }
  }
  return { count, inputs, played };
};

/**
 * Fits a head to how the pieces were played, each hit told of only what was heard in earlier steps: the mean absolute
 * error of velocity and offset, in batches, by Adam (Kingma and Ba 2015) at a rate that falls in half a cosine, the
 * weights averaged. All chance comes from the seed. Yields to others now and then; `onProgress` is told shares of 1.
 */
export const fitHead = async (
  pieces: readonly FeltPiece[],
  seed: number,
  onProgress: (share: number) => void = () => {},
): Promise<{ hidden: number; weights: Float32Array }> => {
  const { count, inputs, played } = examplesOf(pieces);
  const size = headSize(HIDDEN);
  const { out, bias, past } = headLayout(HIDDEN);
  const random = new Random(seed, "feel");
  const weights = new Float32Array(size);
  for (let at = 0; at < bias; at++) weights[at] = random.gaussian() / Math.sqrt(FEEL_INPUTS);
  for (let at = out; at < past - FEEL_OUTPUTS; at++) weights[at] = (0.5 * random.gaussian()) / Math.sqrt(HIDDEN);
  const average = new Float32Array(weights);
  const learning = new Learning(weights);
  const mean = new Float32Array(size);
  const square = new Float32Array(size);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const batches = Math.ceil(count / BATCH);
  let updates = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (let batch = 0; batch < batches; batch++) {
      const chosen = order.subarray(batch * BATCH, (batch + 1) * BATCH);
      const gradient = learning.gradient(chosen, inputs, played);
      updates++;
      const rate =
        RATE *
        Math.min(1, updates / 200) *
        (0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * updates) / (EPOCHS * batches))));
      const ofMean = 1 - 0.9 ** updates;
      const ofSquare = 1 - 0.999 ** updates;
      const kept = Math.min(0.999, (1 + updates) / (10 + updates));
      for (let at = 0; at < size; at++) {
        const slope = gradient[at]!;
        mean[at]! += 0.1 * (slope - mean[at]!);
        square[at]! += 0.001 * (slope * slope - square[at]!);
        weights[at]! -= (rate * (mean[at]! / ofMean)) / (Math.sqrt(square[at]! / ofSquare) + 1e-8);
        average[at]! += (1 - kept) * (weights[at]! - average[at]!);
      }
      if (batch % 100 !== 0) continue;
      onProgress((epoch + batch / batches) / EPOCHS);
      await setImmediate();
    }
  }
  return { hidden: HIDDEN, weights: average };
};

/** The slopes of the error of a batch, by every weight. */
class Learning {
  readonly #weights: Float32Array;
  readonly #head: FeelHead;
  readonly #slopes: Float32Array;
  readonly #ofOutputs = new Float32Array(FEEL_OUTPUTS);
  readonly #ofUnits = new Float32Array(HIDDEN);

  constructor(weights: Float32Array) {
    this.#weights = weights;
    this.#head = new FeelHead(HIDDEN, weights);
    this.#slopes = new Float32Array(weights.length);
  }

  gradient(chosen: Uint32Array, inputs: Float32Array, played: Float32Array): Float32Array {
    const { bias, out, outBias, past } = headLayout(HIDDEN);
    const weights = this.#weights;
    const slopes = this.#slopes.fill(0);
    const ofOutputs = this.#ofOutputs;
    const ofUnits = this.#ofUnits;
    const { units } = this.#head;
    for (const example of chosen) {
      const at = example * FEEL_INPUTS;
      this.#head.run(inputs, at);
      this.#misses(played, example, chosen.length);
      ofUnits.fill(0);
      for (let output = 0; output < FEEL_OUTPUTS; output++) {
        const slope = ofOutputs[output]!;
        const heeded = output < 2 ? slope : slope * HEED;
        slopes[outBias + output]! += slope;
        for (let unit = 0; unit < HIDDEN; unit++) {
          if (units[unit] === 0) continue;
          const weight = out + unit * FEEL_OUTPUTS + output;
          slopes[weight]! += slope * units[unit]!;
          ofUnits[unit]! += heeded * weights[weight]!;
        }
      }
      for (let unit = 0; unit < HIDDEN; unit++) slopes[bias + unit]! += ofUnits[unit]!;
      for (let input = 0; input < FEEL_INPUTS; input++) {
        const value = inputs[at + input]!;
        if (value === 0) continue;
        const row = input * HIDDEN;
        for (let unit = 0; unit < HIDDEN; unit++) slopes[row + unit]! += value * ofUnits[unit]!;
        const way = past + input * FEEL_OUTPUTS;
        for (let output = 0; output < FEEL_OUTPUTS; output++) slopes[way + output]! += value * ofOutputs[output]!;
      }
    }
    return slopes;
  }

  /** Slopes by the outputs: of the distance, rounded off near 0, and of ln b + distance / b (Laplace). */
  #misses(played: Float32Array, example: number, count: number): void {
    const { outputs } = this.#head;
    for (let output = 0; output < 2; output++) {
      const miss = outputs[output]! - played[example * 2 + output]!;
      this.#ofOutputs[output] = Math.max(-1, Math.min(1, miss / NEAR)) / count;
      const spread = Math.max(LEAST_SPREAD, Math.exp(outputs[output + 2]!));
      this.#ofOutputs[output + 2] = Math.max(-3, 1 - Math.abs(miss) / spread) / count;
    }
  }
}
