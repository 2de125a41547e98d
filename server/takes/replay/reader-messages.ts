import type { Ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../log/record.ts";

/** What the reader's worker is told: a reading begins at a moment, or goes on. Readings count from 1. */
export type ReaderOrder = { readonly reading: number; readonly from?: { readonly at: Ms; readonly to: Ms } };

/** Some lines of a reading. */
export interface ReadLines {
  readonly reading: number;
  readonly lines: readonly TakeRecord[];
  /** There are no more. */
  readonly isOver: boolean;
  /** What could not be read so far. */
  readonly losses: readonly string[];
}
