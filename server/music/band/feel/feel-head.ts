import { FEEL_INPUTS, FEEL_OUTPUTS, headSize } from "../../../core/music/learnt-feel.ts";

/** Where the parts of a head's weights begin. */
export const headLayout = (hidden: number): { bias: number; out: number; outBias: number; past: number } => {
  const bias = FEEL_INPUTS * hidden;
  const out = bias + hidden;
  const outBias = out + hidden * FEEL_OUTPUTS;
  return { bias, out, outBias, past: outBias + FEEL_OUTPUTS };
};

/**
 * A small network from what is known of a hit to how it is played: one hidden layer of rectified units, and a straight
 * way past it. Its first two outputs are medians, for it is fitted to the mean absolute error; the others are logarithms
 * of the mean distance from them.
 */
export class FeelHead {
  readonly hidden: number;
  readonly #weights: Float32Array;
  readonly #layout: ReturnType<typeof headLayout>;
  /** The hidden layer of the newest `run`. */
  readonly units: Float32Array;
  readonly outputs = new Float32Array(FEEL_OUTPUTS);

  constructor(hidden: number, weights: Float32Array) {
    if (weights.length !== headSize(hidden))
      throw new Error(`a head of ${hidden} units has ${headSize(hidden)} weights`);
    this.hidden = hidden;
    this.#weights = weights;
    this.#layout = headLayout(hidden);
    this.units = new Float32Array(hidden);
  }

  /** Fills `outputs` by FEEL_INPUTS numbers of `inputs` from `at` on. @realtime yes */
  run(inputs: Float32Array, at = 0): void {
    const { hidden, units, outputs } = this;
    const weights = this.#weights;
    const { bias, out, outBias, past } = this.#layout;
    for (let unit = 0; unit < hidden; unit++) units[unit] = weights[bias + unit]!;
    for (let output = 0; output < FEEL_OUTPUTS; output++) outputs[output] = weights[outBias + output]!;
    for (let input = 0; input < FEEL_INPUTS; input++) {
      const value = inputs[at + input]!;
      if (value === 0) continue;
      const row = input * hidden;
      for (let unit = 0; unit < hidden; unit++) units[unit]! += value * weights[row + unit]!;
      for (let output = 0; output < FEEL_OUTPUTS; output++)
        outputs[output]! += value * weights[past + input * FEEL_OUTPUTS + output]!;
    }
    for (let unit = 0; unit < hidden; unit++) {
      if (units[unit]! <= 0) {
        units[unit] = 0;
        continue;
      }
      const row = out + unit * FEEL_OUTPUTS;
      for (let output = 0; output < FEEL_OUTPUTS; output++) outputs[output]! += units[unit]! * weights[row + output]!;
    }
  }
}
