import type { Ms } from "../time/units.ts";
import type { VoiceName } from "./note.ts";

/** What is remembered of a live voice from a moment on. */
export interface Remembered {
  readonly voice: VoiceName;
  /** On the server's axis. Pictures pass from what was before to this, from this moment on. */
  readonly at: Ms;
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

/**
 * `known` with what is new: of every voice the newest and the one before it, the older first, so that who joins now
 * passes from one to the other as all the others do.
 */
export const withRemembered = (known: readonly Remembered[], news: readonly Remembered[]): readonly Remembered[] => {
  const all = [...known, ...news];
  const later = (one: Remembered, i: number): number =>
    all.reduce((count, other, k) => (k > i && other.voice === one.voice ? count + 1 : count), 0);
  return all.filter((one, i) => later(one, i) < 2);
};

/** The newest of a voice; null where nothing is known of it. */
export const newestRemembered = (known: readonly Remembered[] | undefined, voice: VoiceName): Remembered | null =>
  known?.findLast((one) => one.voice === voice) ?? null;
