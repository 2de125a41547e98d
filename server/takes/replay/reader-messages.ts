import type { Ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../log/record.ts";
import type { EntryPoint } from "./entry-point.ts";

/** What the reader's worker is told: a reading begins at a moment, or where a take is entered, or goes on. Readings count from 1. */
export interface ReaderOrder {
  readonly reading: number;
  readonly from?: { readonly at: Ms; readonly to: Ms };
  readonly enter?: Ms;
}

/** What is true where a take is entered; the lines follow. */
export type EnteredAt = Omit<EntryPoint, "lines">;

/** Some lines of a reading. */
export interface ReadLines {
  readonly reading: number;
  /** Where the take was entered with this order. */
  readonly entered?: EnteredAt;
  readonly lines: readonly TakeRecord[];
  /** There are no more. */
  readonly isOver: boolean;
  /** What could not be read so far. */
  readonly losses: readonly string[];
}
