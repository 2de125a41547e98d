import type { Drum } from "../../../shared/music/drums.ts";
import { type Pattern, SILENCE, withDrum } from "../../core/music/pattern.ts";

/** Steps of a live part that are remembered: 4 bars of 4/4. */
const STEPS_KEPT = 64;

/**
 * What a live voice played, on the grid: every hit belongs to the step nearest to it, and two hits
 * of one drum in a step are one. A hit that is told of only after its step was closed goes into the
 * step that is still open, so that nothing played is unheard.
 */
export class LivePart {
  readonly #patterns = new Map<number, Pattern>();
  #open = Number.NEGATIVE_INFINITY;

  /** Notes a hit at `position` (in steps, fractional) and returns the step it went into. @realtime yes */
  hit(drum: Drum, position: number): number {
    const step = Math.max(Math.round(position), this.#open);
    this.#patterns.set(step, withDrum(this.at(step), drum));
    return step;
  }

  at(step: number): Pattern {
    return this.#patterns.get(step) ?? SILENCE;
  }

  /** No more hits go into `step` or an earlier one. */
  close(step: number): void {
    this.#open = step + 1;
    this.#patterns.delete(step - STEPS_KEPT);
  }

  /** Forgets everything: the transport has jumped. */
  clear(): void {
    this.#patterns.clear();
    this.#open = Number.NEGATIVE_INFINITY;
  }
}
