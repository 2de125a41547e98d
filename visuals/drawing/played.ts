import type { Note } from "../../shared/music/note.ts";

/** The notes that were hit last, with their moments and their voices' places in the frame; the oldest give way. */
export class Played {
  /** How many are remembered. */
  readonly size: number;
  readonly #notes: (Note | null)[];
  readonly #seconds: Float64Array;
  readonly #voices: Int32Array;
  #first = 0;

  constructor(size: number) {
    this.size = size;
    this.#notes = Array.from({ length: size }, () => null);
    this.#seconds = new Float64Array(size);
    this.#voices = new Int32Array(size);
  }

  /** @realtime yes */
  add(note: Note, seconds: number, voice: number): void {
    this.#notes[this.#first] = note;
    this.#seconds[this.#first] = seconds;
    this.#voices[this.#first] = voice;
    this.#first = (this.#first + 1) % this.size;
  }

  /** The oldest is at 0; null where there have not been so many yet. @realtime yes */
  note(i: number): Note | null {
    return this.#notes[(this.#first + i) % this.size] ?? null;
  }

  /** When it was due. @realtime yes */
  seconds(i: number): number {
    return this.#seconds[(this.#first + i) % this.size] ?? 0;
  }

  /** @realtime yes */
  voice(i: number): number {
    return this.#voices[(this.#first + i) % this.size] ?? 0;
  }
}
