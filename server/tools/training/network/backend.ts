import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { TrainingError } from "../training-error.ts";

/**
 * Makes TensorFlow.js compute on its WebAssembly backend: XNNPACK's matrix products on one thread,
 * which give the same weights for the same seed on every machine with SIMD. Throws TrainingError.
 */
export const useWasm = async (): Promise<void> => {
  if (!(await tf.setBackend("wasm")))
    throw new TrainingError("TensorFlow.js has no WebAssembly backend here; install the packages again with npm ci.");
  await tf.ready();
};

/** A matrix that stays in the backend over many products, on the right hand side: weights. */
export class Operand {
  readonly #tensor: tf.Tensor2D;
  readonly #inner: number;

  /** Takes a copy of `values`, a matrix of `rows` × `columns`, row by row. */
  constructor(values: Float32Array, rows: number, columns: number) {
    this.#tensor = tf.tensor2d(values.slice(), [rows, columns]);
    this.#inner = rows;
  }

  /** `left` (rows × inner) times this matrix. The result is the caller's to change. */
  after(left: Float32Array): Float32Array {
    const a = tf.tensor2d(left, [left.length / this.#inner, this.#inner]);
    const product = tf.matMul(a, this.#tensor);
    const values = product.dataSync<"float32">();
    product.dispose();
    a.dispose();
    return values;
  }

  /** The same, each row put through softmax. */
  softmaxAfter(left: Float32Array, bias: Float32Array): Float32Array {
    // Not inside tf.tidy, which would look for tensors in every number it gives back.
    const a = tf.tensor2d(left, [left.length / this.#inner, this.#inner]);
    const b = tf.tensor1d(bias.slice());
    const logits = tf.fused.matMul({ a, b: this.#tensor, bias: b });
    const probabilities = tf.softmax(logits);
    const values = probabilities.dataSync<"float32">();
    tf.dispose([a, b, logits, probabilities]);
    return values;
  }

  dispose(): void {
    this.#tensor.dispose();
  }
}

/** `left` transposed times `right`, both with `rows` rows: what every gradient of weights is. */
export const transposedTimes = (left: Float32Array, right: Float32Array, rows: number): Float32Array => {
  const matrix = new Operand(right, rows, right.length / rows);
  const product = matrix.after(transposed(left, rows));
  matrix.dispose();
  return product;
};

/** Elements of a block that stays in the nearest cache while it is turned. */
const BLOCK = 32;

/** The transpose of a matrix of `rows` rows. */
export const transposed = (values: Float32Array, rows: number): Float32Array => {
  const columns = values.length / rows;
  const turned = new Float32Array(values.length);
  for (let row0 = 0; row0 < rows; row0 += BLOCK) {
    const rowEnd = Math.min(rows, row0 + BLOCK);
    for (let column0 = 0; column0 < columns; column0 += BLOCK) {
      const columnEnd = Math.min(columns, column0 + BLOCK);
      for (let column = column0; column < columnEnd; column++)
        for (let row = row0; row < rowEnd; row++) turned[column * rows + row] = values[row * columns + column]!;
    }
  }
  return turned;
};
