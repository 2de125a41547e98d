import type { Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { FlashForecast, HORIZON_MS, MOST_NOTES, type NotesAhead } from "../safety/flash-forecast.ts";
import type { Upcoming } from "../scene-api/frame.ts";

/**
 * Softens hits before they become flashes: of those known ahead that the scene on declares to be
 * bright, the strongest three of any second keep their velocity. Scenes that declare nothing are left
 * alone, and cost nothing; what is really drawn is judged by the flash limiter in any case.
 */
export class HitSoftener implements NotesAhead {
  /** How bright the scene that is on declares a drum's gesture to be; null where it declares nothing. */
  readonly #brightnessOf: (drum: Drum) => number | null;
  readonly #forecast: FlashForecast;
  readonly #notes: Note[] = [];
  readonly #due = new Float64Array(MOST_NOTES);
  #looks = false;

  constructor(brightnessOf: (drum: Drum) => number | null) {
    this.#brightnessOf = brightnessOf;
    // The harder, the brighter.
    this.#forecast = new FlashForecast(({ drum, velocity }) => ((brightnessOf(drum) ?? 0) * velocity) / 127);
  }

  get count(): number {
    return this.#notes.length;
  }

  note(index: number): Note {
    return this.#notes[index] as Note;
  }

  dueAt(index: number): Ms {
    return ms(this.#due[index] as number);
  }

  /** What was struck was on another axis. */
  forget(): void {
    this.#forecast.forget();
  }

  /** Once a frame, before its notes are struck. @realtime yes */
  look(future: Upcoming, now: Ms): void {
    this.#looks = this.#brightnessOf("kick") !== null;
    if (!this.#looks) return;
    this.#notes.length = 0;
    future.upcoming(ms(now + HORIZON_MS), this.#gather);
    this.#forecast.look(this, now);
  }

  /** The note as it is to be seen: itself, or softer. @realtime yes */
  soften(note: Note, at: Ms): Note {
    if (!this.#looks) return note;
    const share = this.#forecast.strike(note, at);
    return share === 1 ? note : { ...note, velocity: Math.max(1, Math.round(note.velocity * share)) };
  }

  readonly #gather = (note: Note, at: Ms): void => {
    if (this.#notes.length === MOST_NOTES) return;
    this.#due[this.#notes.length] = at;
    this.#notes.push(note);
  };
}
