import * as tf from "@tensorflow/tfjs-core";
import type { WeightTensor } from "../checkpoint/weights.ts";

/**
 * Weights on TensorFlow.js's backend, to multiply vectors by. Vectors live outside, as plain arrays:
 * a product is one kernel call, and what is elementwise costs less in JavaScript than the calls would
 * (of one step of 2 x 128 cells on wasm, three products take 25 of 40 microseconds).
 */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly #tensor: tf.Tensor2D;

  /** `values` are rows one after the other. */
  constructor(values: Float32Array, rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.#tensor = tf.tensor2d(values, [rows, columns]);
  }

  static of({ shape, values }: WeightTensor): Matrix {
    const columns = shape.at(-1)!;
    return new Matrix(values, values.length / columns, columns);
  }

  /** Row vectors of length `rows`, one or more after another, times this matrix. The result is the caller's. @realtime yes */
  times(vectors: Float32Array): Float32Array {
    const left = tf.tensor2d(vectors, [vectors.length / this.rows, this.rows]);
    const product = tf.matMul(left, this.#tensor);
    const values = product.dataSync<"float32">();
    left.dispose();
    product.dispose();
    return values;
  }

  dispose(): void {
    this.#tensor.dispose();
  }
}

/** Rows `from` to `to` of a matrix, without copying. */
export const rowsOf = ({ shape, values }: WeightTensor, from: number, to: number): WeightTensor => {
  const columns = shape[1]!;
  return { shape: [to - from, columns], values: values.subarray(from * columns, to * columns) };
};
