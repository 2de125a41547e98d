/** What the process that runs Ableton Link is told. Orders are numbered, so that news from before one can be told from news after it. */
export type LinkOrder = { readonly id: number } & (
  | { readonly do: "tempo"; readonly bpm: number }
  | { readonly do: "playing"; readonly playing: boolean }
  /** Length of a bar in quarter notes: what Link calls the quantum. */
  | { readonly do: "bar"; readonly beats: number }
);

/** What it begins with: alone, it goes on along this line. */
export interface LinkBeginning {
  readonly tempo: number;
  readonly originBeats: number;
  readonly originMs: number;
  readonly bar: number;
}

export type LinkNews =
  /** At `at`, a moment on the host's monotonic axis, the session was at `beat`. At least once a second. */
  | {
      readonly say: "line";
      readonly at: number;
      readonly beat: number;
      readonly tempo: number;
      readonly playing: boolean;
      readonly peers: number;
      /** The newest order that has been carried out. */
      readonly heard: number;
    }
  /** It cannot run here at all: trying again would be of no use. */
  | { readonly say: "impossible"; readonly reason: string };
