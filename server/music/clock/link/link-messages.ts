/** What the session is to do. */
export type LinkWish =
  | { readonly do: "tempo"; readonly bpm: number }
  | { readonly do: "playing"; readonly playing: boolean }
  /** Length of a bar in quarter notes: what Link calls the quantum. */
  | { readonly do: "bar"; readonly beats: number };

/** Orders are numbered, from 1 on for each process, so that news from before one can be told from news after it. */
export type LinkOrder = LinkWish & { readonly id: number };

/** What it begins with: alone, it goes on along this line. */
export interface LinkBeginning {
  readonly tempo: number;
  readonly originBeats: number;
  readonly originMs: number;
  readonly bar: number;
}

/** At `at`, a moment on the host's monotonic axis, the session was at `beat`. Told at least once a second. */
export interface LinkLine {
  readonly say: "line";
  readonly at: number;
  readonly beat: number;
  readonly tempo: number;
  readonly playing: boolean;
  /** How many others are in the session. */
  readonly peers: number;
  /** The newest order that has been carried out; 0 before the first. */
  readonly heard: number;
}

export type LinkNews =
  | LinkLine
  /** It cannot run here at all: trying again would be of no use. */
  | { readonly say: "impossible"; readonly reason: string };
