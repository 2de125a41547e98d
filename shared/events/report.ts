/** What a room tells the people who run the show: one clear sentence that names the place and the way out. */
export interface Report {
  /** The room that speaks: "midi", "output", "rhythm", "stage", ... */
  readonly room: string;
  readonly level: "info" | "warning" | "error";
  /** For example: `No MIDI input named "TD-17"; plug it in and it will be taken, or see "antiphon ports".` */
  readonly text: string;
  /** What it is about, where that may change: what was said of it before was true once, and goes. */
  readonly about?: string;
}

/** A report as a room makes it. */
export interface CausedReport extends Report {
  /** Whose doing it is, if somebody's outside: an address, a page. One sender's flood does not drown what others cause. */
  readonly sender?: string;
}

/** Rooms receive one of these and never print. @realtime no: it may format and write. */
export type Reporter = (report: CausedReport) => void;

/** The message of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
