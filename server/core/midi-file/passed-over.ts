/** A kind of thing in a file that could not be used; the same words for every file, so that files can be counted by it. */
type Kind =
  | "bytes outside of its chunks"
  | "chunks that are no tracks"
  | "a format that is none"
  | "a wrong number of tracks"
  | "wrong track lengths"
  | "the rest of tracks that are cut off"
  | "the rest of tracks that are damaged"
  | "bytes in tracks that are no events"
  | "tempi of no use"
  | "metres of no use"
  | "film frames in place of beats"
  | "notes with a pitch above 127"
  | "velocities above 127, taken as 127"
  | "notes later than any music";

/** What was passed over in a file, one kind of it. */
export interface PassedOver<What extends string = Kind> {
  readonly what: What;
  /** Which or how many of them, as people would say it: `4/64`, `track 2`. At least one. */
  readonly which: readonly string[];
}

/** Gathers what is passed over while a file is read. */
export class PassedOverList {
  readonly #kinds = new Map<Kind, Set<string>>();

  add(what: Kind, which: string): void {
    const known = this.#kinds.get(what);
    if (known === undefined) this.#kinds.set(what, new Set([which]));
    else known.add(which);
  }

  all(): readonly PassedOver[] {
    return [...this.#kinds].map(([what, which]) => ({ what, which: [...which] }));
  }
}

/** More of one kind are counted, not listed. */
const MOST_LISTED = 3;

/** All that was passed over as one clause: `passed over: metres of no use (4/64, 0/4)`. */
export const passedOverClause = (passedOver: readonly PassedOver<string>[]): string => {
  const clauses = passedOver.map(({ what, which }) => {
    const more = which.length > MOST_LISTED ? ` and ${which.length - MOST_LISTED} more` : "";
    return `${what} (${which.slice(0, MOST_LISTED).join(", ")}${more})`;
  });
  return `passed over: ${clauses.join(", ")}`;
};
