import { type Checkpoint, checkpointOf } from "./checkpoint.ts";
import type { RnnConfig } from "./config.ts";
import { BIAS_OF, KERNEL_OF, LOGITS_BIASES, LOGITS_WEIGHTS, plainCell } from "./tensor-names.ts";
import type { WeightTensor } from "./weights.ts";

/**
 * A checkpoint of LSTM layers without attention. `fill` gives the values of each weight, whose
 * arrays may be shared: nobody writes into a checkpoint.
 */
export const plainCheckpoint = (
  config: RnnConfig,
  inputs: number,
  layers: readonly number[],
  outputs: number,
  fill: (name: string, shape: readonly number[]) => Float32Array,
): Checkpoint => {
  const weights = new Map<string, WeightTensor>();
  const add = (name: string, ...shape: number[]): void => {
    weights.set(name, { shape, values: fill(name, shape) });
  };
  let width = inputs;
  layers.forEach((cells, layer) => {
    add(KERNEL_OF(plainCell(layer)), width + cells, 4 * cells);
    add(BIAS_OF(plainCell(layer)), 4 * cells);
    width = cells;
  });
  add(LOGITS_WEIGHTS, width, outputs);
  add(LOGITS_BIASES, outputs);
  return checkpointOf(config, weights, "a new checkpoint");
};
