import type { MixWeights } from "../memory/mix-weights.ts";
import type { RnnConfig } from "./config.ts";
import { type NetworkShape, networkShape } from "./network-shape.ts";
import type { Weights } from "./weights.ts";

/** A network in memory: what it is, how large, and its weights. */
export interface Checkpoint {
  readonly config: RnnConfig;
  readonly shape: NetworkShape;
  readonly weights: Weights;
  /** How it is mixed with a memory; null where its folder does not say. */
  readonly mix: MixWeights | null;
  /** One sentence on why it could not be read there; null where all is well. The checkpoint plays all the same. */
  readonly mixFault: string | null;
}

/**
 * Puts a checkpoint together and checks that the weights fit one another. Weights that are no part
 * of the network (optimiser slots, counters) are left out. Throws CheckpointError; `place` is where
 * the checkpoint comes from, for its message.
 */
export const checkpointOf = (
  config: RnnConfig,
  weights: Weights,
  place: string,
  { mix, mixFault }: Pick<Checkpoint, "mix" | "mixFault"> = { mix: null, mixFault: null },
): Checkpoint => {
  const own = new Map([...weights].filter(([name]) => isNetworkWeight(name)));
  return { config, shape: networkShape(config, own, place), weights: own, mix, mixFault };
};

const isNetworkWeight = (name: string): boolean =>
  /^(rnn|fully_connected)\/(.*\/)?(kernel|bias|weights|biases|attn_w|attn_v)$/.test(name);
