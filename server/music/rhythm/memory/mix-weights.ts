import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { CLUES, HEARD_CLASSES, REPEATED_CLASSES } from "./evidence.ts";

/**
 * How much each clue counts: a row of CLUES weights for each drum, to which one is added for how long
 * the bar before has been repeated and one for how much was heard.
 */
export interface MixWeights {
  readonly drums: Float32Array;
  readonly repeated: Float32Array;
  readonly heard: Float32Array;
}

export const MIX_ROWS = { drums: DRUM_COUNT, repeated: REPEATED_CLASSES, heard: HEARD_CLASSES } as const;

export const emptyMixWeights = (): MixWeights => ({
  drums: new Float32Array(MIX_ROWS.drums * CLUES),
  repeated: new Float32Array(MIX_ROWS.repeated * CLUES),
  heard: new Float32Array(MIX_ROWS.heard * CLUES),
});

export const DEFAULT_MIX_WEIGHTS: MixWeights = emptyMixWeights();
