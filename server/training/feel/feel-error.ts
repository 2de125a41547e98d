import type { FeelTable } from "../../../shared/music/feel-table.ts";
import type { FileRecord, Split } from "../dataset/record.ts";
import { feltHits } from "./fit-feel.ts";

/** Mean absolute errors over all hits. */
export interface FeelError {
  /** Of MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Of the offset from the grid, in steps. */
  readonly offset: number;
}

export interface FeelReport {
  readonly hits: number;
  /** Playing the table's means. */
  readonly table: FeelError;
  /** Playing velocity 100 on the grid, as Magenta does. */
  readonly constant: FeelError;
}

const CONSTANT_VELOCITY = 100;

/** How far a feel table is from what was played, beside a machine that plays 100 on the grid. */
export const feelError = (table: FeelTable, records: readonly FileRecord[], split: Split): FeelReport => {
  let hits = 0;
  const sums = { velocity: 0, offset: 0, constantVelocity: 0, constantOffset: 0 };
  for (const { cell, velocity, offset } of feltHits(records, split)) {
    hits++;
    sums.velocity += Math.abs(velocity - table.velocityMean[cell]!);
    sums.offset += Math.abs(offset - table.offsetMean[cell]!);
    sums.constantVelocity += Math.abs(velocity - CONSTANT_VELOCITY);
    sums.constantOffset += Math.abs(offset);
  }
  return {
    hits,
    table: { velocity: sums.velocity / hits, offset: sums.offset / hits },
    constant: { velocity: sums.constantVelocity / hits, offset: sums.constantOffset / hits },
  };
};
