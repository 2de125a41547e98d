import { DRUM_COUNT, type Drum, drumIndex } from "../../../../shared/music/drums.ts";
import { PATTERN_COUNT } from "../../../core/music/pattern.ts";

/**
 * A pattern as nine decisions, one a drum: what carries a bar first, what follows from it last. The
 * decisions make a tree in heap order: node 1 is its root, below node n lie 2n (the drum is silent)
 * and 2n + 1 (it is hit), and leaf PATTERN_COUNT + code is a pattern.
 */
const DECIDED: readonly Drum[] = [
  "kick",
  "snare",
  "closed_hat",
  "open_hat",
  "ride",
  "crash",
  "low_tom",
  "mid_tom",
  "high_tom",
];

/** The drum that is decided at a depth of the tree, as an index into DRUMS. */
export const DRUM_AT: readonly number[] = DECIDED.map(drumIndex);

/** The pattern's bits in the order of decision, the first highest: where its leaf is. */
export const CODE_OF: Uint16Array = Uint16Array.from({ length: PATTERN_COUNT }, (_, pattern) => {
  let code = 0;
  for (const drum of DRUM_AT) code = 2 * code + ((pattern >> drum) & 1);
  return code;
});

/** The ancestor of a leaf at a depth, the root being at 0. @realtime yes */
export const nodeAt = (code: number, depth: number): number => (PATTERN_COUNT + code) >> (DRUM_COUNT - depth);
