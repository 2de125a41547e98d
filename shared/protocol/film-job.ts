/** The film that is made of a take now, or was made last. */
export interface FilmJobState {
  readonly take: string;
  /** Its name in the take's folder. */
  readonly file: string;
  /** When it was ordered, and when it ended, on the server's axis; null while it is made. */
  readonly since: number;
  readonly until: number | null;
  /** How much of it is there, from 0 to 1. */
  readonly done: number;
  /** How long it takes yet as it goes now; null where that is not known. */
  readonly secondsLeft: number | null;
  /** How it ended; null while it is made. */
  readonly ended: "done" | "stopped" | "failed" | null;
  /** Why it failed, in one sentence; null where it did not. */
  readonly fault: string | null;
}
