import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { Matrix } from "../../../music/rhythm/network/matrix.ts";
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

/** `left` times `right`, a matrix of `inner` rows. The result is the caller's to change. */
export const times = (left: Float32Array, right: Float32Array, inner: number): Float32Array => {
  const matrix = new Matrix(right, inner, right.length / inner);
  const product = matrix.times(left);
  matrix.dispose();
  return product;
};

/** The same with `bias` added, each row put through softmax. */
export const softmaxOfTimes = (left: Float32Array, right: Float32Array, bias: Float32Array): Float32Array => {
  const inner = right.length / bias.length;
  // Not inside tf.tidy, which would look for tensors in every number it gives back.
  const a = tf.tensor2d(left, [left.length / inner, inner]);
  const b = tf.tensor2d(right, [inner, bias.length]);
  const c = tf.tensor1d(bias);
  const logits = tf.fused.matMul({ a, b, bias: c });
  const probabilities = tf.softmax(logits);
  const values = probabilities.dataSync<"float32">();
  tf.dispose([a, b, c, logits, probabilities]);
  return values;
};

/** `left` transposed times `right`, both with `rows` rows: what every gradient of weights is. */
export const transposedTimes = (left: Float32Array, right: Float32Array, rows: number): Float32Array =>
  times(transposed(left, rows), right, rows);

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
