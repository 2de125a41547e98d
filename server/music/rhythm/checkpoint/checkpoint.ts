import type { RnnConfig } from "./config.ts";
import { type NetworkShape, networkShape } from "./network-shape.ts";
import type { Weights } from "./weights.ts";

/** A network in memory: what it is, how large, and its weights. */
export interface Checkpoint {
  readonly config: RnnConfig;
  readonly shape: NetworkShape;
  readonly weights: Weights;
}

/**
 * Puts a checkpoint together and checks that the weights fit one another. Weights that are no part
 * of the network (optimiser slots, counters) are left out. Throws CheckpointError; `place` is where
 * the checkpoint comes from, for its message.
 */
export const checkpointOf = (config: RnnConfig, weights: Weights, place: string): Checkpoint => {
  const own = new Map([...weights].filter(([name]) => isNetworkWeight(name)));
  return { config, shape: networkShape(config, own, place), weights: own };
};

const isNetworkWeight = (name: string): boolean =>
  /^(rnn|fully_connected)\/(.*\/)?(kernel|bias|weights|biases|attn_w|attn_v)$/.test(name);
