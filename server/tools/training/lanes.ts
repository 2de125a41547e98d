import type { Random } from "../../../shared/chance/random.ts";
import { NO_LABEL, type TrainingWindow } from "./network/window.ts";

/** Some patterns in a row, from a bar line on. */
export interface Sequence {
  readonly symbols: Uint16Array;
  /** Where its first step lies in its piece: what the position counter counts from. */
  readonly origin: number;
}

/** Where the sequences come from; undefined when there are no more. */
type NextSequence = () => Sequence | undefined;

interface Lane {
  sequence: Sequence | undefined;
  /** Index of the sequence in the order in which they were taken. */
  index: number;
  at: number;
}

/**
 * Lays sequences end to end into lanes, so that windows have no gaps: a lane that is through with
 * one takes the next, and the network's state is carried from window to window until then.
 */
export class Lanes {
  readonly #next: NextSequence;
  readonly #period: number;
  readonly #lanes: Lane[];
  #taken = 0;

  /** `period` is that of the position counter. */
  constructor(lanes: number, period: number, next: NextSequence) {
    this.#next = next;
    this.#period = period;
    this.#lanes = Array.from({ length: lanes }, () => this.#take());
  }

  /**
   * Fills the window with the next steps of every lane and tells `each`, if given, of every row that
   * holds one: which sequence it is of, in the order they were taken, and which step. Returns how many
   * rows do; 0 when everything is through.
   */
  fill(window: TrainingWindow, each?: (row: number, sequence: number, step: number) => void): number {
    const rows = window.inputs.length;
    let filled = 0;
    for (let row = 0; row < rows; row++) {
      const lane = this.#lanes[row % window.lanes]!;
      const { sequence, at } = lane;
      if (sequence === undefined) {
        window.inputs[row] = 0;
        window.positions[row] = 0;
        window.labels[row] = NO_LABEL;
        window.firsts[row] = NO_LABEL;
        window.starts[row] = 1;
        continue;
      }
      const { symbols, origin } = sequence;
      filled++;
      each?.(row, lane.index, at);
      window.inputs[row] = symbols[at]!;
      window.positions[row] = (origin + at) % this.#period;
      window.labels[row] = symbols[at + 1] ?? NO_LABEL;
      window.starts[row] = at === 0 ? 1 : 0;
      // A piece that is entered in its middle has no first step to predict.
      window.firsts[row] = at === 0 && origin === 0 ? symbols[0]! : NO_LABEL;
      lane.at++;
      // The last pattern is predicted, never heard.
      if (lane.at >= symbols.length - 1) Object.assign(lane, this.#take());
    }
    return filled;
  }

  #take(): Lane {
    const sequence = this.#next();
    return { sequence, index: sequence ? this.#taken++ : -1, at: 0 };
  }
}

/** Every sequence once, in order. */
export const oneByOne = (sequences: readonly Sequence[]): NextSequence => {
  let index = 0;
  return () => sequences[index++];
};

/** Without end: all of them shuffled, then shuffled again. `vary` may change each as it is taken. */
export const overAndOver = (
  sequences: readonly Sequence[],
  random: Random,
  vary: (sequence: Sequence) => Sequence,
): NextSequence => {
  let left: Sequence[] = [];
  return () => {
    if (left.length === 0) {
      left = [...sequences];
      for (let i = left.length - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        [left[i], left[j]] = [left[j]!, left[i]!];
      }
    }
    const sequence = left.pop();
    return sequence && vary(sequence);
  };
};
