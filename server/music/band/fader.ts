import { clamp } from "../../../shared/math/numbers.ts";
import type { PlannedNote } from "../../../shared/music/note.ts";

/** Where a model voice's notes go, planned by beat. */
export interface PartOutput {
  plan(notes: readonly PlannedNote[]): void;
  /** Takes back notes that have not sounded yet. */
  revoke(noteIds: readonly number[]): void;
}

/** `velocity` of MIDI at a voice's `level`, 0 to 2: the softest note is still one, and 0 is none. @realtime yes */
export const loudness = (velocity: number, level: number): number =>
  level === 0 ? 0 : Math.round(clamp(velocity * level, 1, 127));

/**
 * What goes out of what a voice has decided: all of it at its level, or nothing while it is not to be heard. Others of
 * the band hear the voice all the same.
 *
 * @realtime every method.
 */
export class Fader implements PartOutput {
  readonly #output: PartOutput;
  #level: number;
  #audible = true;

  constructor(output: PartOutput, level: number) {
    this.#output = output;
    this.#level = level;
  }

  plan(notes: readonly PlannedNote[]): void {
    if (!this.#audible || this.#level === 0 || notes.length === 0) return;
    const level = this.#level;
    this.#output.plan(
      level === 1 ? notes : notes.map((note) => ({ ...note, velocity: loudness(note.velocity, level) })),
    );
  }

  revoke(noteIds: readonly number[]): void {
    this.#output.revoke(noteIds);
  }

  /** `ahead` are the notes that go out anew, or are taken back. */
  setAudible(audible: boolean, ahead: readonly PlannedNote[]): void {
    if (audible === this.#audible) return;
    this.#audible = audible;
    if (audible) this.plan(ahead);
    else this.revoke(ahead.map(({ id }) => id));
  }

  /** The same. */
  setLevel(level: number, ahead: readonly PlannedNote[]): void {
    if (level === this.#level) return;
    this.#level = level;
    this.revoke(ahead.map(({ id }) => id));
    this.plan(ahead);
  }
}
