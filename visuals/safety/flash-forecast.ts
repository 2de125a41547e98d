import type { Note } from "../../shared/music/note.ts";
import type { Ms } from "../../shared/time/units.ts";
import { FLASH_WINDOW_MS, GENERAL_FLASH, MOST_FLASHES } from "./flash-rule.ts";

/** Notes that are decided and not yet due, the nearest first. */
export interface NotesAhead {
  readonly count: number;
  note(index: number): Note;
  /** When it is due by the timeline in force. */
  dueAt(index: number): Ms;
}

/**
 * How much the gesture of a note lifts relative luminance over a quarter or more of a 10 degree
 * field, 0 to 1, by what the scene declares of itself; 0 for gestures that are smaller than that.
 */
type BrightnessOf = (note: Note) => number;

/** Flashes this close are one. */
const TOGETHER_MS = 50;
/** What is further ahead may still change. */
export const HORIZON_MS = 2000;
/** The nearest notes that are looked at. */
export const MOST_NOTES = 128;
/** A note may be struck a little after its moment, and then looks back from there. */
const KEPT_MS = FLASH_WINDOW_MS + 250;
/** More flashes than this cannot be allowed within the horizon. */
const MOST_CHOSEN = 4 * MOST_FLASHES;
/** A gesture that may not flash stays this far below what counts as a flash. */
const DIMMED_TO = 0.9 * GENERAL_FLASH.change;

/**
 * Foresees the general flashes that the notes known ahead will cause, and chooses which of them may
 * be: the strongest, no more than three in any second. The others are dimmed before they happen,
 * so that accents stay and the limiter has nothing left to do. A note that was not known ahead
 * takes what is left.
 *
 * It counts gestures as declared, one by one; what is really shown is the limiter's business.
 *
 * @realtime yes: it allocates nothing.
 */
export class FlashForecast {
  readonly #brightnessOf: BrightnessOf;
  /** Flashes that were chosen, and whether they have happened. */
  readonly #times = new Float64Array(MOST_CHOSEN);
  readonly #hasHappened = new Uint8Array(MOST_CHOSEN);
  #chosen = 0;
  readonly #strengths = new Float64Array(MOST_NOTES);

  constructor(brightnessOf: BrightnessOf) {
    this.#brightnessOf = brightnessOf;
  }

  /** Begins as one that has seen no flash. */
  forget(): void {
    this.#chosen = 0;
  }

  /** Looks ahead; once a frame, before the notes of the frame are struck. */
  look(ahead: NotesAhead, now: Ms): void {
    this.#keepHappened(now);
    const count = this.#weigh(ahead, now);
    for (let i = this.#strongest(count); i >= 0; i = this.#strongest(count)) {
      const at = ahead.dueAt(i);
      this.#strengths[i] = 0;
      if (this.#join(at) < 0) this.#choose(at, 0);
    }
  }

  /** A note is drawn as due at `at`: the share of its brightness that it may have, above 0 to 1. */
  strike(note: Note, at: Ms): number {
    const strength = this.#brightnessOf(note);
    if (strength < GENERAL_FLASH.change) return 1;
    const joined = this.#join(at);
    if (joined >= 0) this.#hasHappened[joined] = 1;
    else if (!this.#choose(at, 1)) return DIMMED_TO / strength;
    return 1;
  }

  /** Drops choices that are still to come, to be made anew, and what is over. Those due by now are about to be struck. */
  #keepHappened(now: number): void {
    let kept = 0;
    for (let i = 0; i < this.#chosen; i++) {
      const at = this.#times[i] as number;
      if (at <= now - KEPT_MS || (at > now && this.#hasHappened[i] === 0)) continue;
      this.#times[kept] = at;
      this.#hasHappened[kept++] = 1;
    }
    this.#chosen = kept;
  }

  /** The strengths of the notes that would flash, 0 for the others; returns how many were looked at. */
  #weigh(ahead: NotesAhead, now: number): number {
    let count = 0;
    for (; count < Math.min(ahead.count, MOST_NOTES); count++) {
      if (ahead.dueAt(count) > now + HORIZON_MS) break;
      const strength = this.#brightnessOf(ahead.note(count));
      this.#strengths[count] = strength >= GENERAL_FLASH.change ? strength : 0;
    }
    return count;
  }

  /** The first of the strongest notes left; -1 if none is. */
  #strongest(count: number): number {
    let strongest = -1;
    let most = 0;
    for (let i = 0; i < count; i++) {
      const strength = this.#strengths[i] as number;
      if (strength > most) {
        most = strength;
        strongest = i;
      }
    }
    return strongest;
  }

  /** The flash that one at `at` is part of, which then begins with it if it was to come later; -1 if none. */
  #join(at: number): number {
    for (let i = 0; i < this.#chosen; i++) {
      const time = this.#times[i] as number;
      if (at >= time && at < time + TOGETHER_MS) return i;
      if (at >= time || at <= time - TOGETHER_MS || this.#hasHappened[i] === 1) continue;
      this.#times[i] = Number.POSITIVE_INFINITY;
      if (this.#fits(at)) {
        this.#times[i] = at;
        return i;
      }
      this.#times[i] = time;
    }
    return -1;
  }

  /** Allows a flash at `at`, unless that makes too many in some second. */
  #choose(at: number, hasHappened: 0 | 1): boolean {
    if (this.#chosen === MOST_CHOSEN || !this.#fits(at)) return false;
    this.#times[this.#chosen] = at;
    this.#hasHappened[this.#chosen++] = hasHappened;
    return true;
  }

  #fits(at: number): boolean {
    if (this.#secondFrom(at, at) >= MOST_FLASHES) return false;
    for (let i = 0; i < this.#chosen; i++) {
      const from = this.#times[i] as number;
      if (from <= at && this.#secondFrom(from, at) >= MOST_FLASHES) return false;
    }
    return true;
  }

  /** Flashes in the second from `from`, if that second holds `at`; otherwise none. */
  #secondFrom(from: number, at: number): number {
    if (at >= from + FLASH_WINDOW_MS) return 0;
    let count = 0;
    for (let i = 0; i < this.#chosen; i++) {
      const time = this.#times[i] as number;
      if (time >= from && time < from + FLASH_WINDOW_MS) count++;
    }
    return count;
  }
}
