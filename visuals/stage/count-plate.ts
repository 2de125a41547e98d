import type { RehearsalState } from "../../shared/protocol/rehearsal.ts";
import { countAt } from "../../shared/time/clicks.ts";
import type { Metre } from "../../shared/time/metre.ts";
import type { Beats } from "../../shared/time/units.ts";

/** Where the music is at a frame's moment. */
interface Place {
  readonly beat: Beats;
  readonly playing: boolean;
}

/**
 * The count, large, over a stage that was opened with `?count`: while the music is counted in, and while the metronome
 * is on. It does not flash: the number changes, and nothing else.
 */
export class CountPlate {
  readonly #element = document.createElement("p");

  constructor() {
    this.#element.className = "count";
    this.#element.hidden = true;
    document.body.append(this.#element);
  }

  /** Once a frame. */
  frame({ beat, playing }: Place, metre: Metre, rehearsal: RehearsalState | undefined): void {
    const isCountedIn = beat < 0;
    const shown = playing && rehearsal !== undefined && (isCountedIn || rehearsal.metronome);
    if (this.#element.hidden === shown) this.#element.hidden = !shown;
    if (!shown) return;
    const text = String(countAt(beat, metre));
    if (this.#element.textContent !== text) this.#element.textContent = text;
    this.#element.classList.toggle("counted-in", isCountedIn);
  }
}
