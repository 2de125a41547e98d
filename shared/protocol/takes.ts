/** A mark that somebody has set. */
export interface TakeMark {
  readonly at: number;
  readonly words: string;
}

/** What is written down of the playing, all the time, and what of it becomes a take. */
export interface LogState {
  /** The take that is recorded, and since when on the server's axis; null while none is. */
  readonly take: { readonly name: string; readonly since: number } | null;
  /** From here on what was played can still be kept, on the server's axis; null while nothing is written. */
  readonly keptSince: number | null;
  /** Why nothing is written now; null while all is well. */
  readonly stopped: string | null;
  /** Of this run's log on the disk, and free there; null where the system does not say. */
  readonly bytes: number;
  readonly free: number | null;
  /** The marks that were set last in this run, on the server's axis, the oldest first. */
  readonly marks: readonly TakeMark[];
}

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
  /** In seconds from its beginning. */
  readonly marks: readonly TakeMark[];
  /** On the disk, with what came before it since the start of the server. */
  readonly bytes: number;
  /** Whether it can be played again from what came from outside alone. */
  readonly whole: boolean;
  /** The films of it that lie in its folder, by their names, each served as `/takes/NAME/films/FILM`. */
  readonly films: readonly string[];
  /**
   * Where its picture is, a PNG of 320 x 180. Asked for while there is none, the server says so and makes one, and this
   * becomes another address when it is there. null for one without a picture: it is recorded, or cannot be opened.
   */
  readonly thumbnail: string | null;
  /** Why it cannot be opened; null for one that can. The rest is empty then. */
  readonly fault: string | null;
}

/** The takes there are. */
export interface TakesState {
  /** Where they lie, as people find it. */
  readonly folder: string;
  /** The newest first. */
  readonly takes: readonly TakeEntry[];
  /** Those that were deleted and can be had back. */
  readonly deleted: readonly string[];
}
