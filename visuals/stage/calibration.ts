import { type Beats, type Bpm, type Ms, ms } from "../../shared/time/units.ts";
import { CLICK_LEAD } from "../sound/clicks.ts";
import type { ProjectorDelay } from "./projector-delay.ts";

/** How long a flash is seen. */
const FLASH_MS = 60;
/** Flashes a minute: at 150, the fourth comes 1200 ms after the first. */
const MOST_FLASHES = 150;

/** Beats from one flash to the next, a power of two: there are never more than three flashes in a second. */
export const beatsPerFlash = (tempo: Bpm): number => 2 ** Math.max(0, Math.ceil(Math.log2(tempo / MOST_FLASHES)));

/** Whoever clicks at a moment of the server's axis. */
interface Clicker {
  at(server: Ms): void;
  dispose(): void;
}

/** Where the music is at a frame's moment. */
interface Place {
  readonly at: Ms;
  readonly beat: Beats;
  readonly tempo: Bpm;
}

/**
 * The flash-and-click page that the projector's delay is set with: white on every beat, at high tempos
 * on every second or fewer, and a click at the same moment. Turn the delay until one sees and hears
 * them together from where the audience sits. The arrow keys turn it, by 1 ms (left, right) or 10
 * (down, up).
 */
export class Calibration {
  readonly #delay: ProjectorDelay;
  readonly #newClicker: () => Clicker;
  readonly #element = document.createElement("div");
  readonly #words = document.createElement("p");
  #clicks: Clicker | null = null;
  #clicked = Number.NEGATIVE_INFINITY;
  #white = false;

  constructor(delay: ProjectorDelay, newClicker: () => Clicker) {
    this.#delay = delay;
    this.#newClicker = newClicker;
    this.#element.className = "calibration";
    this.#element.hidden = true;
    this.#element.append(this.#words);
    document.body.append(this.#element);
  }

  get shown(): boolean {
    return !this.#element.hidden;
  }

  toggle(): void {
    this.#element.hidden = this.shown;
    this.#clicks?.dispose();
    this.#clicks = this.shown ? this.#newClicker() : null;
    this.#say();
  }

  /** True if the key turned the delay. */
  key(key: string): boolean {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -10, ArrowUp: 10 }[key];
    if (!this.shown || by === undefined) return false;
    this.#delay.change(by);
    this.#say();
    return true;
  }

  /** Draws the frame that is seen at `place.at`; `now` is the server's time. */
  frame(place: Place, now: Ms): void {
    if (!this.shown) return;
    const every = beatsPerFlash(place.tempo);
    const msPerBeat = 60_000 / place.tempo;
    const since = place.beat - Math.floor(place.beat / every) * every;
    const white = since * msPerBeat < FLASH_MS;
    if (white !== this.#white) this.#element.classList.toggle("white", white);
    this.#white = white;

    // The click knows nothing of the projector: it belongs to the beat itself.
    const toNext = (every - since) * msPerBeat;
    const next = place.at + toNext;
    if (next - now < CLICK_LEAD && next - this.#clicked > msPerBeat / 2) {
      this.#clicked = next;
      this.#clicks?.at(ms(next));
    }
  }

  #say(): void {
    this.#words.textContent = `projector ${this.#delay.length} ms · ← → 1 ms · ↓ ↑ 10 ms · c closes`;
  }
}
