import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import { byteOf, type Mind } from "../../../shared/music/mind.ts";
import type { NetworkState } from "./network/network-state.ts";

/** Reads the mind out of a network's state, and out of the logits of the step after it. @realtime yes, some 20 microseconds */
export const mindOf = ({ h, c }: NetworkState, logits: Float32Array): Mind => {
  const layers = h.map((layer) => layer.length);
  const cells = new Uint8Array(2 * layers.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const layer of h) for (let k = 0; k < layer.length; k++) cells[at++] = byteOf(layer[k]!);
  for (const layer of c) for (let k = 0; k < layer.length; k++) cells[at++] = byteOf(Math.tanh(layer[k]!));
  return { layers, cells, expected: drumChances(logits) };
};

/**
 * How likely each drum is, alone or with others. The patterns with the highest drum are the upper
 * half of all; laid over the lower half they leave the same question with a drum less.
 */
const drumChances = (logits: Float32Array): number[] => {
  let highest = Number.NEGATIVE_INFINITY;
  for (let symbol = 0; symbol < logits.length; symbol++) highest = Math.max(highest, logits[symbol]!);
  const weights = new Float64Array(logits.length);
  for (let symbol = 0; symbol < weights.length; symbol++) weights[symbol] = Math.exp(logits[symbol]! - highest);
  const chances = new Array<number>(DRUM_COUNT).fill(0);
  for (let drum = DRUM_COUNT - 1; drum >= 0; drum--) {
    const half = 1 << drum;
    for (let low = 0; low < half; low++) {
      const upper = weights[half + low]!;
      chances[drum]! += upper;
      weights[low]! += upper;
    }
  }
  const total = weights[0]!;
  return chances.map((chance) => Math.round((1000 * chance) / total) / 1000);
};
