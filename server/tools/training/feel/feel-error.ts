import type { FeelTable } from "../../../core/music/feel-table.ts";
import { STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";
import { Feel, type ModelFeel } from "../../../music/band/feel/feel.ts";
import type { HeardHit, StepPlace } from "../../../music/band/feel/heard-hit.ts";
import type { FileRecord, Split } from "../dataset/record.ts";
import { feltPieces } from "./felt-pieces.ts";

/** Mean absolute errors over all hits, or one hit's own velocity and offset. */
interface FeelError {
  /** Of MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Of the offset from the grid, in steps. */
  readonly offset: number;
}

export interface FeelReport {
  readonly hits: number;
  /** Playing the table's means; null without a table. */
  readonly table: FeelError | null;
  /** Playing the table, moved by the same player's hits in earlier steps of the piece. */
  readonly heard: FeelError | null;
  /** Playing what the model's head makes of these hits; null without a head. */
  readonly learnt: FeelError | null;
  /** Playing velocity 100 on the grid, as Magenta does. */
  readonly constant: FeelError;
}

const CONSTANT: FeelError = { velocity: 100, offset: 0 };

/**
 * How far a model's feel is from what was played, beside a machine that plays 100 on the grid. Every hit is expected
 * by what the player has hit in earlier steps of the piece, and by which drums sound in its own step; nothing of later
 * ones. Null when the split has no hits.
 */
export const feelError = (model: ModelFeel, records: readonly FileRecord[], split: Split): FeelReport | null => {
  const { table, learnt } = model;
  const errors = { table: new Errors(), heard: new Errors(), learnt: new Errors(), constant: new Errors() };
  for (const { steps } of feltPieces(records, split)) {
    const byTable = table && new Feel({ table, learnt: null });
    const byHead = learnt?.head ? new Feel(model) : null;
    for (const { place, hits } of steps) {
      for (const hit of hits) {
        errors.constant.add(hit, CONSTANT);
        if (table !== null) errors.table.add(hit, meansOf(table, place, hit.drum));
      }
      if (byTable !== null) addTouches(errors.heard, byTable, place, hits);
      if (byHead !== null) addTouches(errors.learnt, byHead, place, hits);
    }
  }
  const { mean: constant, count } = errors.constant;
  if (constant === null) return null;
  return { hits: count, table: errors.table.mean, heard: errors.heard.mean, learnt: errors.learnt.mean, constant };
};

const meansOf = (table: FeelTable, { stepInBar }: StepPlace, drum: number): FeelError => {
  const cell = drum * STEPS_IN_FEEL_BAR + (stepInBar % STEPS_IN_FEEL_BAR);
  return { velocity: table.velocityMean[cell] ?? CONSTANT.velocity, offset: table.offsetMean[cell] ?? CONSTANT.offset };
};

/** What the feel expects of a step, and then hears of it. */
const addTouches = (errors: Errors, feel: Feel, place: StepPlace, hits: readonly HeardHit[]): void => {
  let pattern = 0;
  for (const { drum } of hits) pattern |= 1 << drum;
  const hand = feel.hand();
  for (const hit of hits) errors.add(hit, hand.touch(hit.drum, place, pattern, hand.line));
  feel.learn(place, hits);
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

  get mean(): FeelError | null {
    if (this.count === 0) return null;
    return { velocity: this.#velocity / this.count, offset: this.#offset / this.count };
  }
}
