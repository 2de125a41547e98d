import { DRUM_COUNT } from "../../shared/music/drums.ts";
import { byteOf, type Mind } from "../../shared/music/mind.ts";
import type { NetworkState } from "./network/network-state.ts";

/** Reads the mind out of a network's state, and out of the logits of the step after it. */
export const mindOf = ({ h, c }: NetworkState, logits: Float32Array): Mind => {
  const count = h.reduce((sum, layer) => sum + layer.length, 0);
  const cells = new Uint8Array(2 * count);
  let at = 0;
  for (const layer of h) for (const output of layer) cells[at++] = byteOf(output);
  for (const layer of c) for (const memory of layer) cells[at++] = byteOf(Math.tanh(memory));
  return { layers: h.map((layer) => layer.length), cells, expected: drumChances(logits) };
};

/** How likely each drum is, alone or with others: the sum over the patterns it is in. */
export const drumChances = (logits: Float32Array): number[] => {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  const chances = new Array<number>(DRUM_COUNT).fill(0);
  let total = 0;
  for (let symbol = 0; symbol < logits.length; symbol++) {
    const weight = Math.exp(logits[symbol]! - highest);
    total += weight;
    for (let drum = 0, bits = symbol; bits !== 0; drum++, bits >>= 1) if (bits & 1) chances[drum]! += weight;
  }
  return chances.map((chance) => Math.round((1000 * chance) / total) / 1000);
};
