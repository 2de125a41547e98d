// The whole package, because it knows the gradients of all operations.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { type Alphabet, counterBit } from "../../music/rhythm/alphabet.ts";
import { namedArrays, type Parameters } from "../training/network/parameters.ts";
import type { TrainingWindow } from "../training/network/window.ts";

/**
 * How one would train the same network on TensorFlow.js without thinking about it, for the bench and
 * for the tests to compare with: one-hot inputs times the kernel, cells unrolled over the window,
 * gradients by automatic differentiation. Sequences must not start within the window.
 */
export class PlainTraining {
  readonly #alphabet: Alphabet;
  readonly #variables: tf.Variable[];

  constructor(alphabet: Alphabet, parameters: Parameters) {
    this.#alphabet = alphabet;
    this.#variables = [...namedArrays(parameters)].map(([name, { shape, values }]) =>
      tf.tidy(() => tf.variable(tf.tensor(values.slice(), [...shape]), true, `${name} ${nextVariable++}`)),
    );
  }

  /** The mean -ln p of all labels and its gradient by every weight, in the order of `arraysOf`. */
  learn(window: TrainingWindow, dropout: number): { loss: number; gradients: Float32Array[] } {
    const { value, grads } = tf.variableGrads(() => this.#loss(window, dropout), this.#variables);
    const loss = value.dataSync()[0]!;
    const gradients = this.#variables.map((variable) => grads[variable.name]!.dataSync<"float32">());
    tf.dispose([value, grads]);
    return { loss, gradients };
  }

  /** The same, followed by an update; returns the loss. */
  update(window: TrainingWindow, dropout: number, optimizer: tf.Optimizer): number {
    const loss = optimizer.minimize(() => this.#loss(window, dropout), true, this.#variables)!;
    const value = loss.dataSync()[0]!;
    loss.dispose();
    return value;
  }

  dispose(): void {
    tf.dispose(this.#variables);
  }

  #loss(window: TrainingWindow, dropout: number): tf.Scalar {
    const { lanes, labels } = window;
    const layers = (this.#variables.length - 2) / 2;
    const biases = this.#variables.at(-1) as tf.Tensor1D;
    const weights = this.#variables.at(-2) as tf.Tensor2D;
    const cells = Array.from({ length: layers }, (_, layer) => this.#variables[2 * layer + 1]!.shape[0]! / 4);
    const h = cells.map((size) => tf.zeros<tf.Rank.R2>([lanes, size]));
    const c = cells.map((size) => tf.zeros<tf.Rank.R2>([lanes, size]));
    const losses: tf.Scalar[] = [];
    for (let row0 = 0; row0 < labels.length; row0 += lanes) {
      let flow = this.#inputs(window, row0);
      for (let layer = 0; layer < layers; layer++) {
        const kernel = this.#variables[2 * layer] as tf.Tensor2D;
        const bias = this.#variables[2 * layer + 1] as tf.Tensor1D;
        const [newC, newH] = tf.basicLSTMCell(tf.scalar(1), kernel, bias, flow, c[layer]!, h[layer]!);
        c[layer] = newC;
        h[layer] = newH;
        flow = dropout > 0 ? (tf.dropout(newH, dropout) as tf.Tensor2D) : newH;
      }
      const expected = tf.oneHot(tf.tensor1d([...labels.subarray(row0, row0 + lanes)], "int32"), biases.shape[0]);
      const logits = tf.add(tf.matMul(flow, weights), biases);
      const logP = tf.logSoftmax(logits);
      losses.push(tf.neg(tf.sum(tf.mul(expected, logP))));
    }
    return tf.div(tf.addN(losses), labels.length);
  }

  #inputs({ lanes, inputs, positions }: TrainingWindow, row0: number): tf.Tensor2D {
    const { counterBits } = this.#alphabet;
    const symbols = tf.oneHot(
      tf.tensor1d([...inputs.subarray(row0, row0 + lanes)], "int32"),
      this.#alphabet.inputs - counterBits,
    );
    const bits = [...positions.subarray(row0, row0 + lanes)].map((position) =>
      Array.from({ length: counterBits }, (_, bit) => counterBit(position, bit)),
    );
    return tf.concat([tf.cast(symbols, "float32"), tf.tensor2d(bits, [lanes, counterBits])], 1) as tf.Tensor2D;
  }
}

/** tfjs wants every variable's name once. */
let nextVariable = 0;
