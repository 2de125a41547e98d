import type { VoiceName } from "./note.ts";

/** What is remembered of a live voice. */
export interface Remembered {
  readonly voice: VoiceName;
  /** Steps it has been heard playing, kept ones of other evenings included. */
  readonly steps: number;
  /** Places in a bar of the metre that is on. */
  readonly stepsPerBar: number;
  /**
   * How sure it is that each drum plays in each place of the bar, 0 to 1, in hundredths: `stepsPerBar` numbers a drum,
   * in the order of DRUMS.
   */
  readonly sureness: readonly number[];
}

/** `known` with what is new of some voices. */
export const withRemembered = (known: readonly Remembered[], news: readonly Remembered[]): readonly Remembered[] => [
  ...known.filter(({ voice }) => !news.some((other) => other.voice === voice)),
  ...news,
];
