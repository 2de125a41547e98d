import type { WeightTensor } from "../checkpoint/weights.ts";
import { Matrix } from "./matrix.ts";

/** Added to the forget gate's bias when it runs, not stored in the weights (BasicLSTMCell's default). */
const FORGET_BIAS = 1;

/** One layer of BasicLSTMCell: gates i, j, f, o; c' = c f + i tanh j; h' = o tanh c'. */
export class LstmLayer {
  readonly cells: number;
  readonly #kernel: Matrix;
  readonly #joined: Float32Array;

  /** `kernel` is [inputs + cells, 4 * cells]. */
  constructor(kernel: WeightTensor) {
    this.#kernel = Matrix.of(kernel);
    this.cells = this.#kernel.columns / 4;
    this.#joined = new Float32Array(this.#kernel.rows);
  }

  /** Moves `c` and `h` on by one step. `drive` is added to the gates: the bias, and inputs multiplied already. @realtime yes */
  step(input: Float32Array, c: Float32Array, h: Float32Array, drive: Float32Array): void {
    const { cells } = this;
    this.#joined.set(input);
    this.#joined.set(h, input.length);
    const gates = this.#kernel.times(this.#joined);
    for (let k = 0; k < cells; k++) {
      const enter = sigmoid(gates[k]! + drive[k]!);
      const news = Math.tanh(gates[cells + k]! + drive[cells + k]!);
      const keep = sigmoid(gates[2 * cells + k]! + drive[2 * cells + k]! + FORGET_BIAS);
      const show = sigmoid(gates[3 * cells + k]! + drive[3 * cells + k]!);
      const cell = c[k]! * keep + enter * news;
      c[k] = cell;
      h[k] = Math.tanh(cell) * show;
    }
  }

  dispose(): void {
    this.#kernel.dispose();
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
