import { DRUMS, type Drum } from "../../../../shared/music/drums.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";
import type { FileRecord, Split } from "../dataset/record.ts";
import { feltPieces } from "./fit-feel.ts";

/** Mean absolute errors over all hits, or one hit's own velocity and offset. */
interface FeelError {
  /** Of MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Of the offset from the grid, in steps. */
  readonly offset: number;
}

export interface FeelReport {
  readonly hits: number;
  /** Playing the table's means. */
  readonly table: FeelError;
  /** Playing what a listener makes of the table and of the same player's hits so far in the piece. */
  readonly heard: FeelError | null;
  /** Playing velocity 100 on the grid, as Magenta does. */
  readonly constant: FeelError;
}

/** One who moves a table towards a player who is heard: the band's feel, say. */
interface FeelListener {
  /** `offset` in fractions of a step. */
  learn(drum: Drum, stepInBar: number, velocity: number, offset: number): void;
  touch(drum: Drum, stepInBar: number): FeelError;
}

const CONSTANT: FeelError = { velocity: 100, offset: 0 };

/**
 * How far a feel table is from what was played, beside a machine that plays 100 on the grid and, if
 * `listen` is given, beside a listener made anew for every piece. Null when the split has no hits.
 */
export const feelError = (
  table: FeelTable,
  records: readonly FileRecord[],
  split: Split,
  listen?: (table: FeelTable) => FeelListener,
): FeelReport | null => {
  const errors = { table: new Errors(), heard: new Errors(), constant: new Errors() };
  for (const piece of feltPieces(records, split)) {
    const listener = listen?.(table);
    for (const { cell, velocity, offset } of piece) {
      const drum = DRUMS[Math.floor(cell / STEPS_IN_FEEL_BAR)]!;
      const step = cell % STEPS_IN_FEEL_BAR;
      const played = { velocity, offset };
      errors.table.add(played, { velocity: table.velocityMean[cell]!, offset: table.offsetMean[cell]! });
      errors.constant.add(played, CONSTANT);
      if (listener === undefined) continue;
      errors.heard.add(played, listener.touch(drum, step));
      listener.learn(drum, step, velocity, offset);
    }
  }
  if (errors.table.count === 0) return null;
  return {
    hits: errors.table.count,
    table: errors.table.mean,
    heard: listen ? errors.heard.mean : null,
    constant: errors.constant.mean,
  };
};

class Errors {
  count = 0;
  #velocity = 0;
  #offset = 0;

  add(played: FeelError, expected: FeelError): void {
    this.count++;
    this.#velocity += Math.abs(played.velocity - expected.velocity);
    this.#offset += Math.abs(played.offset - expected.offset);
  }

  get mean(): FeelError {
    return { velocity: this.#velocity / this.count, offset: this.#offset / this.count };
  }
}
