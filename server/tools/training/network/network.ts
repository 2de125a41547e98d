import type { Random } from "../../../../shared/chance/random.ts";
import { type Alphabet, counterBit } from "../../../music/rhythm/alphabet.ts";
import { softmaxOfTimes, times, transposed, transposedTimes } from "./backend.ts";
import { backward, forward, type LayerState, type LayerTape, zeroState } from "./lstm-layer.ts";
import { arraysOf, type LayerParameters, type Parameters } from "./parameters.ts";
import { NO_LABEL, type TrainingWindow } from "./window.ts";

/** Keeps logarithms finite where a probability has underflowed. */
const SMALLEST = 1e-30;

/** How well a window was predicted. */
interface Score {
  /** -ln p of all labels, in nats. */
  readonly nats: number;
  readonly labels: number;
}

/** The state of all layers. */
export type LaneStates = readonly LayerState[];

/**
 * A stack of LSTM layers over patterns and a softmax, run over windows of many lanes, with gradients
 * by hand instead of by automatic differentiation. What makes it fast: the one-hot input is a choice
 * of rows, never a product; all products that do not hang on the step before are one product over
 * the whole window; gates are squashed in one pass.
 */
export class TrainableNetwork {
  readonly #alphabet: Alphabet;
  readonly #parameters: Parameters;

  /** The network reads `parameters` anew in every call, so they may be changed in between. */
  constructor(alphabet: Alphabet, parameters: Parameters) {
    this.#alphabet = alphabet;
    this.#parameters = parameters;
  }

  stateFor(lanes: number): LaneStates {
    return this.#parameters.layers.map((layer) => zeroState(lanes, layer.cells));
  }

  /** Scores a window and moves `state` to its end. `each` gets -ln p of every label and first. */
  score(
    window: TrainingWindow,
    state: LaneStates,
    each?: (row: number, nats: number, isFirst: boolean) => void,
  ): Score {
    const { output } = this.#forward(window, state, null).at(-1)!;
    const probabilities = this.#probabilities(output);
    const symbols = this.#parameters.logitsBias.length;
    let nats = 0;
    let labels = 0;
    window.labels.forEach((label, row) => {
      if (label === NO_LABEL) return;
      const surprise = -Math.log(Math.max(SMALLEST, probabilities[row * symbols + label]!));
      nats += surprise;
      labels++;
      each?.(row, surprise, false);
    });
    const firstNats = this.#firstNats();
    window.firsts.forEach((first, row) => {
      if (first === NO_LABEL) return;
      nats += firstNats[first]!;
      labels++;
      each?.(row, firstNats[first]!, true);
    });
    return { nats, labels };
  }

  /**
   * Scores a window and writes the gradient of its mean -ln p into `gradients`. Moves `state` to the
   * end of the window. `dropout` is the share of every layer's outputs that is left out on the way
   * up, not on the way to the next step (DropoutWrapper's output_keep_prob).
   */
  learn(window: TrainingWindow, state: LaneStates, gradients: Parameters, dropout: number, random: Random): Score {
    const { layers, logits } = this.#parameters;
    const rows = window.labels.length;
    const tapes = this.#forward(window, state, { dropout, random });
    const last = tapes.at(-1)!;
    const byLogits = this.#probabilities(last.above);
    const later = subtractLabels(byLogits, window.labels);
    gradients.logits.set(transposedTimes(last.above, byLogits, rows));
    sumRows(byLogits, gradients.logitsBias);
    const first = this.#learnFirsts(window.firsts, gradients.logitsBias);
    const score = { nats: later.nats + first.nats, labels: later.labels + first.labels };
    const scale = score.labels > 0 ? 1 / score.labels : 0;
    let byAbove = times(byLogits, transposed(logits, last.above.length / rows), this.#symbols);

    for (let index = layers.length - 1; index >= 0; index--) {
      const { inputs, cells, kernel } = layers[index]!;
      const tape = tapes[index]!;
      const gradient = gradients.layers[index]!;
      if (tape.mask) for (let i = 0; i < byAbove.length; i++) byAbove[i]! *= tape.mask[i]!;
      const recurrent = kernel.subarray(inputs * 4 * cells);
      const byGates = backward(tape, byAbove, recurrent, window.starts, window.lanes);
      gradient.kernel.set(transposedTimes(tape.before, byGates, rows), inputs * 4 * cells);
      if (index === 0) this.#inputGradient(window, byGates, gradient);
      else {
        const below = tapes[index - 1]!.above;
        gradient.kernel.set(transposedTimes(below, byGates, rows));
        sumRows(byGates, gradient.bias);
        byAbove = times(byGates, transposed(kernel.subarray(0, inputs * 4 * cells), inputs), 4 * cells);
      }
    }
    for (const values of arraysOf(gradients)) multiply(values, scale);
    return score;
  }

  /** -ln p of every pattern before anything is heard. */
  #firstNats(): Float64Array {
    const bias = Float64Array.from(this.#parameters.logitsBias);
    const highest = bias.reduce((a, b) => Math.max(a, b));
    const sum = bias.reduce((total, logit) => total + Math.exp(logit - highest), 0);
    return bias.map((logit) => highest + Math.log(sum) - logit);
  }

  #learnFirsts(firsts: Int16Array, gradient: Float32Array): Score {
    const surprise = this.#firstNats();
    let nats = 0;
    let labels = 0;
    for (const first of firsts) {
      if (first === NO_LABEL) continue;
      nats += surprise[first]!;
      labels++;
      gradient[first]! -= 1;
    }
    for (let k = 0; k < gradient.length; k++) gradient[k]! += labels * Math.exp(-surprise[k]!);
    return { nats, labels };
  }

  get #symbols(): number {
    return this.#parameters.logitsBias.length;
  }

  #probabilities(output: Float32Array): Float32Array {
    return softmaxOfTimes(output, this.#parameters.logits, this.#parameters.logitsBias);
  }

  #forward(window: TrainingWindow, state: LaneStates, noise: { dropout: number; random: Random } | null): NoisyTape[] {
    const tapes: NoisyTape[] = [];
    this.#parameters.layers.forEach((parameters, index) => {
      const { inputs, cells, kernel } = parameters;
      const gates =
        index === 0 ? this.#inputGates(window, parameters) : denseGates(tapes[index - 1]!.above, parameters);
      const tape = forward(gates, kernel.subarray(inputs * 4 * cells), window.starts, state[index]!);
      const mask = noise && noise.dropout > 0 ? dropoutMask(tape.output.length, noise.dropout, noise.random) : null;
      tapes.push({ ...tape, mask, above: mask ? product(tape.output, mask) : tape.output });
    });
    return tapes;
  }

  /** The one-hot pattern times its weights is a row of them; the counter's part is one of few rows made beforehand. */
  #inputGates(window: TrainingWindow, { cells, kernel, bias }: LayerParameters): Float32Array {
    const width = 4 * cells;
    const { counterBits } = this.#alphabet;
    const period = 2 ** counterBits;
    const counters = new Float32Array(period * width);
    for (let position = 0; position < period; position++)
      for (let k = 0; k < width; k++) {
        let sum = bias[k]!;
        for (let bit = 0; bit < counterBits; bit++)
          sum += counterBit(position, bit) * kernel[(this.#symbols + bit) * width + k]!;
        counters[position * width + k] = sum;
      }
    const gates = new Float32Array(window.inputs.length * width);
    for (let row = 0; row < window.inputs.length; row++) {
      const to = row * width;
      const symbol = window.inputs[row]! * width;
      const counter = window.positions[row]! * width;
      for (let k = 0; k < width; k++) gates[to + k] = kernel[symbol + k]! + counters[counter + k]!;
    }
    return gates;
  }

  #inputGradient(window: TrainingWindow, byGates: Float32Array, { cells, kernel, bias }: LayerParameters): void {
    const width = 4 * cells;
    const { counterBits } = this.#alphabet;
    const period = 2 ** counterBits;
    const counters = new Float32Array(period * width);
    kernel.fill(0, 0, this.#alphabet.inputs * width);
    bias.fill(0);
    for (let row = 0; row < window.inputs.length; row++) {
      const from = row * width;
      const symbol = window.inputs[row]! * width;
      const counter = window.positions[row]! * width;
      for (let k = 0; k < width; k++) {
        const gradient = byGates[from + k]!;
        kernel[symbol + k]! += gradient;
        counters[counter + k]! += gradient;
      }
    }
    for (let position = 0; position < period; position++)
      for (let k = 0; k < width; k++) {
        const gradient = counters[position * width + k]!;
        bias[k]! += gradient;
        for (let bit = 0; bit < counterBits; bit++)
          kernel[(this.#symbols + bit) * width + k]! += counterBit(position, bit) * gradient;
      }
  }
}

interface NoisyTape extends LayerTape {
  /** By what each output is multiplied on the way up; null for 1. */
  readonly mask: Float32Array | null;
  /** The outputs as the layer above sees them. */
  readonly above: Float32Array;
}

const denseGates = (below: Float32Array, { inputs, cells, kernel, bias }: LayerParameters): Float32Array => {
  const width = 4 * cells;
  const gates = times(below, kernel.subarray(0, inputs * width), inputs);
  for (let at = 0; at < gates.length; at += width) for (let k = 0; k < width; k++) gates[at + k]! += bias[k]!;
  return gates;
};

/** Turns probabilities into the gradient of the sum of -ln p by the logits; rows without a label become 0. */
const subtractLabels = (probabilities: Float32Array, labels: Int16Array): Score => {
  const symbols = probabilities.length / labels.length;
  let nats = 0;
  let count = 0;
  labels.forEach((label, row) => {
    if (label === NO_LABEL) {
      probabilities.fill(0, row * symbols, (row + 1) * symbols);
      return;
    }
    const at = row * symbols + label;
    nats -= Math.log(Math.max(SMALLEST, probabilities[at]!));
    probabilities[at]! -= 1;
    count++;
  });
  return { nats, labels: count };
};

const dropoutMask = (length: number, dropout: number, random: Random): Float32Array => {
  const mask = new Float32Array(length);
  const kept = 1 / (1 - dropout);
  for (let i = 0; i < length; i++) if (random.next() >= dropout) mask[i] = kept;
  return mask;
};

const product = (left: Float32Array, right: Float32Array): Float32Array => {
  const values = new Float32Array(left.length);
  for (let i = 0; i < left.length; i++) values[i] = left[i]! * right[i]!;
  return values;
};

const multiply = (values: Float32Array, by: number): void => {
  for (let i = 0; i < values.length; i++) values[i]! *= by;
};

/** Writes the sum over all rows into `into`, whose length is that of a row. */
const sumRows = (values: Float32Array, into: Float32Array): void => {
  const sums = new Float64Array(into.length);
  for (let at = 0; at < values.length; at += sums.length)
    for (let k = 0; k < sums.length; k++) sums[k]! += values[at + k]!;
  into.set(sums);
};
