import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { DEFAULT_MIX } from "./default-mix.ts";
import { CLUES, HEARD_CLASSES, NETWORK_CLUE, NETWORK_SCALE, REPEATED_CLASSES } from "./evidence.ts";

/**
 * How much each clue counts: a row of CLUES weights for each drum, in the order of decision, to which
 * one is added for how long the bar before has been repeated and one for how much was heard; see
 * Evidence.
 */
export interface MixWeights {
  readonly drums: Float32Array;
  readonly repeated: Float32Array;
  readonly heard: Float32Array;
}

/** Rows of each set. */
export const MIX_ROWS: Readonly<Record<keyof MixWeights, number>> = {
  drums: DRUM_COUNT,
  repeated: REPEATED_CLASSES,
  heard: HEARD_CLASSES,
};

/** Weights that leave everything to the network: where a fit begins. */
export const networkMixWeights = (): MixWeights => {
  const drums = new Float32Array(MIX_ROWS.drums * CLUES);
  for (let drum = 0; drum < MIX_ROWS.drums; drum++) drums[drum * CLUES + NETWORK_CLUE] = NETWORK_SCALE;
  return {
    drums,
    repeated: new Float32Array(MIX_ROWS.repeated * CLUES),
    heard: new Float32Array(MIX_ROWS.heard * CLUES),
  };
};

/** For a checkpoint that has no weights of its own. */
export const DEFAULT_MIX_WEIGHTS: MixWeights = {
  drums: Float32Array.from(DEFAULT_MIX.drums.flat()),
  repeated: Float32Array.from(DEFAULT_MIX.repeated.flat()),
  heard: Float32Array.from(DEFAULT_MIX.heard.flat()),
};
