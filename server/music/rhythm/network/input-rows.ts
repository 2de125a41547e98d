import type { WeightTensor } from "../checkpoint/weights.ts";

/**
 * Weights that an input vector is multiplied by, kept in JavaScript: an input is one-hot but for a
 * few bits, so the product is a sum of a few rows.
 */
export class InputRows {
  readonly #rows: Float32Array;
  readonly #bias: Float32Array;
  readonly #sum: Float32Array;

  /** `bias` is what an input of all zeros gives. */
  constructor(rows: WeightTensor, bias: Float32Array) {
    this.#rows = rows.values;
    this.#bias = bias;
    this.#sum = new Float32Array(bias.length);
  }

  /** The product and the bias; good until the next call. @realtime yes */
  times(input: Float32Array): Float32Array {
    const width = this.#sum.length;
    this.#sum.set(this.#bias);
    for (let i = 0; i < input.length; i++) {
      const scale = input[i]!;
      if (scale === 0) continue;
      for (let k = 0, at = i * width; k < width; k++, at++) this.#sum[k]! += scale * this.#rows[at]!;
    }
    return this.#sum;
  }
}
