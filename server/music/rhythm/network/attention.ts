import type { AttentionShape } from "../checkpoint/network-shape.ts";
import type { Weights } from "../checkpoint/weights.ts";
import { InputRows } from "./input-rows.ts";
import { Matrix, rowsOf } from "./matrix.ts";
import type { NetworkState } from "./network-state.ts";

/**
 * Looks back over the outputs of the last steps (AttentionCellWrapper of Magenta's contrib/rnn.py,
 * after arXiv:1601.06733). magenta-js leaves out the bias of the query, which Magenta trains with;
 * here it is in, so with weights where it is not zero the two differ and Magenta's is meant.
 */
export class Attention {
  readonly #shape: AttentionShape;
  readonly #inputRows: InputRows;
  readonly #contextRows: Matrix;
  readonly #query: Matrix;
  readonly #queryBias: Float32Array;
  readonly #feature: Matrix;
  readonly #importance: Float32Array;
  readonly #projection: Matrix;
  readonly #projectionBias: Float32Array;
  readonly #scores: Float64Array;

  /** `inputs` is the length of an input vector. */
  constructor(shape: AttentionShape, inputs: number, weights: Weights) {
    const { prefix, projection, size } = shape;
    const before = weights.get(`${prefix}kernel`)!;
    this.#shape = shape;
    this.#inputRows = new InputRows(rowsOf(before, 0, inputs), weights.get(`${prefix}bias`)!.values);
    this.#contextRows = Matrix.of(rowsOf(before, inputs, inputs + size));
    this.#query = Matrix.of(weights.get(`${prefix}attention/kernel`)!);
    this.#queryBias = weights.get(`${prefix}attention/bias`)!.values;
    this.#feature = Matrix.of(weights.get(`${prefix}attention/attn_w`)!);
    this.#importance = weights.get(`${prefix}attention/attn_v`)!.values;
    this.#projection = Matrix.of(weights.get(`${projection}kernel`)!);
    this.#projectionBias = weights.get(`${projection}bias`)!.values;
    this.#scores = new Float64Array(shape.length);
  }

  /** What the first layer gets: the input mixed with what was last looked at. @realtime yes */
  enter(context: Float32Array, input: Float32Array): Float32Array {
    return added(this.#contextRows.times(context), this.#inputRows.times(input));
  }

  /**
   * Asks the memory with `query` (states of the wrapped layers), mixes what it finds with
   * `cellOutput`, remembers the result and returns it. Moves `state` on. @realtime yes
   */
  look(state: NetworkState, query: Float32Array, cellOutput: Float32Array): Float32Array {
    const { length, size } = this.#shape;
    this.#score(state, added(this.#query.times(query), this.#queryBias));
    state.context.fill(0);
    for (let row = 0; row < length; row++) {
      const share = this.#scores[row]!;
      for (let k = 0; k < size; k++) state.context[k]! += share * state.memory[row * size + k]!;
    }
    const both = new Float32Array(cellOutput.length + size);
    both.set(cellOutput);
    both.set(state.context, cellOutput.length);
    const output = added(this.#projection.times(both), this.#projectionBias);
    push(state.memory, output);
    push(state.features, this.#feature.times(output));
    return output;
  }

  dispose(): void {
    for (const matrix of [this.#contextRows, this.#query, this.#feature, this.#projection]) matrix.dispose();
  }

  /** Leaves in `#scores` how much of each remembered step to take: a softmax. */
  #score({ features }: NetworkState, question: Float32Array): void {
    const { length, size } = this.#shape;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < length; row++) {
      let score = 0;
      for (let k = 0; k < size; k++)
        score += this.#importance[k]! * Math.tanh(features[row * size + k]! + question[k]!);
      this.#scores[row] = score;
      highest = Math.max(highest, score);
    }
    let sum = 0;
    for (let row = 0; row < length; row++) sum += this.#scores[row] = Math.exp(this.#scores[row]! - highest);
    for (let row = 0; row < length; row++) this.#scores[row]! /= sum;
  }
}

const added = (values: Float32Array, bias: Float32Array): Float32Array => {
  for (let k = 0; k < values.length; k++) values[k]! += bias[k]!;
  return values;
};

/** Drops the oldest row and adds `row` as the newest. */
const push = (rows: Float32Array, row: Float32Array): void => {
  rows.copyWithin(0, row.length);
  rows.set(row, rows.length - row.length);
};
