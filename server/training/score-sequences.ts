import { Lanes, oneByOne, type Sequence } from "./lanes.ts";
import type { Network } from "./network/network.ts";
import { emptyWindow } from "./network/window.ts";

/** Sequences scored side by side. More fills the products better, fewer leaves fewer lanes idle at the end. */
const LANES = 32;
const WINDOW = 128;

/**
 * -ln p of every step of every sequence, in nats, each sequence whole and from silence: the state is
 * zero before its first step and carried to its last.
 */
export const scoreSequences = (network: Network, sequences: readonly Sequence[], period: number): Float64Array[] => {
  // The longest first, so that the lanes end together.
  const order = sequences.map((_, index) => index);
  order.sort((a, b) => sequences[b]!.symbols.length - sequences[a]!.symbols.length);
  const count = Math.min(LANES, sequences.length);
  const lanes = new Lanes(count, period, oneByOne(order.map((index) => sequences[index]!)));
  const window = emptyWindow(count, WINDOW);
  const owners = new Int32Array(count * WINDOW);
  const state = network.stateFor(count);
  const nats = sequences.map(({ symbols }) => new Float64Array(symbols.length));
  const written = new Int32Array(sequences.length);
  const scored = new Float64Array(count * WINDOW);
  while (lanes.fill(window, owners) > 0) {
    const firsts = new Map<number, number>();
    scored.fill(Number.NaN);
    network.score(window, state, (row, surprise, first) => {
      if (first) firsts.set(row, surprise);
      else scored[row] = surprise;
    });
    for (let row = 0; row < scored.length; row++) {
      const owner = order[owners[row]!];
      if (owner === undefined) continue;
      const first = firsts.get(row);
      if (first !== undefined) nats[owner]![written[owner]!++] = first;
      if (!Number.isNaN(scored[row]!)) nats[owner]![written[owner]!++] = scored[row]!;
    }
  }
  return nats;
};

/** The mean over all steps of all sequences. */
export const meanNats = (nats: readonly Float64Array[]): number => {
  let sum = 0;
  let steps = 0;
  for (const each of nats) {
    for (const value of each) sum += value;
    steps += each.length;
  }
  return sum / steps;
};
