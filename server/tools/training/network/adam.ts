import { arraysOf, type Parameters, zeroLike } from "./parameters.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma and Ba 2015) with the gradient's norm held below a limit. */
export class Adam {
  readonly #parameters: Parameters;
  /** Running means of the gradient and of its square; public so that a run can be resumed. */
  readonly mean: Parameters;
  readonly square: Parameters;
  updates = 0;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.mean = zeroLike(parameters);
    this.square = zeroLike(parameters);
  }

  /** One update. Returns the norm of the gradient before it was held, which is not finite when training went wrong. */
  update(gradients: Parameters, rate: number, longest: number): number {
    const norm = Math.sqrt(arraysOf(gradients).reduce((sum, values) => sum + squares(values), 0));
    if (!Number.isFinite(norm)) return norm;
    this.updates++;
    const hold = norm > longest ? longest / norm : 1;
    const correct1 = 1 - BETA1 ** this.updates;
    const correct2 = 1 - BETA2 ** this.updates;
    const step = (rate * Math.sqrt(correct2)) / correct1;
    const means = arraysOf(this.mean);
    const squared = arraysOf(this.square);
    const targets = arraysOf(this.#parameters);
    arraysOf(gradients).forEach((gradient, index) => {
      const mean = means[index]!;
      const square = squared[index]!;
      const target = targets[index]!;
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i]! * hold;
        const m = BETA1 * mean[i]! + (1 - BETA1) * g;
        const v = BETA2 * square[i]! + (1 - BETA2) * g * g;
        mean[i] = m;
        square[i] = v;
        target[i]! -= (step * m) / (Math.sqrt(v) + EPSILON * Math.sqrt(correct2));
      }
    });
    return norm;
  }
}

const squares = (values: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
};
