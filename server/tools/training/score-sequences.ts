import { Lanes, oneByOne, type Sequence } from "./lanes.ts";
import type { TrainableNetwork } from "./network/network.ts";
import { emptyWindow } from "./network/window.ts";

/** Sequences scored side by side: more would leave most of them idle while the longest comes to its end. */
const LANES = 16;
const WINDOW = 128;

/**
 * -ln p of every step of every sequence, in nats, each sequence whole: the state is zero before its
 * first step and carried to its last. The first step of one that begins inside its piece is not
 * predicted and counts 0. `period` is that of the position counter.
 */
export const scoreSequences = (
  network: TrainableNetwork,
  sequences: readonly Sequence[],
  period: number,
): Float64Array[] => {
  const nats = sequences.map(({ symbols }) => new Float64Array(symbols.length));
  if (sequences.length === 0) return nats;
  // The longest first, so that the lanes end together.
  const order = [...sequences.keys()].sort((a, b) => sequences[b]!.symbols.length - sequences[a]!.symbols.length);
  const count = Math.min(LANES, sequences.length);
  const lanes = new Lanes(count, period, oneByOne(order.map((index) => sequences[index]!)));
  const window = emptyWindow(count, WINDOW);
  const state = network.stateFor(count);
  const owners = new Int32Array(count * WINDOW);
  const steps = new Int32Array(count * WINDOW);
  const note = (row: number, sequence: number, step: number): void => {
    owners[row] = order[sequence]!;
    steps[row] = step;
  };
  while (lanes.fill(window, note) > 0)
    network.score(window, state, (row, surprise, isFirst) => {
      nats[owners[row]!]![isFirst ? 0 : steps[row]! + 1] = surprise;
    });
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
