/** A take that is in the folder of takes. */
export interface TakeEntry {
  /** Its folder's, by which it is ordered. */
  readonly name: string;
  /** The time of day at which it begins, as ISO 8601. */
  readonly began: string;
  /** Its length; null while it is recorded. */
  readonly seconds: number | null;
  /** Quarter notes a minute at its beginning; null where none is known. */
  readonly tempo: number | null;
  readonly notes: number;
  readonly hits: number;
  /** Seconds from its beginning. */
  readonly marks: readonly { readonly at: number; readonly words: string }[];
  /** On the disk, with what came before it since the start of the server. */
  readonly bytes: number;
  /** Whether it can be played again from what came from outside alone. */
  readonly whole: boolean;
  /** Why it cannot be opened; null for one that can. The rest is empty then. */
  readonly fault: string | null;
}

/** The take that is recorded. */
export interface RunningTake {
  readonly name: string;
  /** On the server's axis. */
  readonly since: number;
}

/** What is recorded, and the takes there are. */
export interface TakesState {
  /** Where takes lie, as people find it. */
  readonly folder: string;
  readonly running: RunningTake | null;
  /** The first moment that can still be kept, on the server's axis; null while nothing is written. */
  readonly keptSince: number | null;
  /** Why nothing is written now; null while it is. */
  readonly stopped: string | null;
  /** Of the log of this run, and free on its disk; null where the system does not say. */
  readonly bytes: number;
  readonly free: number | null;
  /** Marks that were set last in this run, the oldest first. */
  readonly marks: readonly { readonly at: number; readonly words: string }[];
  /** The newest first. */
  readonly takes: readonly TakeEntry[];
  /** Takes that were deleted and can be had back. */
  readonly deleted: readonly string[];
}
