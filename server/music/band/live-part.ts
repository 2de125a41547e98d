import { clamp } from "../../../shared/math/numbers.ts";
import { type Drum, drumIndex } from "../../../shared/music/drums.ts";
import { type Pattern, SILENCE, withDrum } from "../../core/music/pattern.ts";
import type { HeardHit } from "./feel/heard-hit.ts";
import { StepHits } from "./step-hits.ts";

/** Steps of a live part that are remembered: 4 bars of 4/4. */
const STEPS_KEPT = 64;

/**
 * What a live voice played, on the grid: every hit belongs to the step nearest to it, and two hits
 * of one drum in a step are one pattern's bit. A hit that is told of only after its step was closed goes into the
 * step that is still open, so that nothing played is unheard.
 */
export class LivePart {
  readonly #patterns = new Map<number, Pattern>();
  /** Of the steps that are still open. */
  readonly #hits = new Map<number, StepHits>();
  #open = Number.NEGATIVE_INFINITY;

  /** Notes a hit of `velocity` at `position` (in steps, fractional). @realtime yes */
  hit(drum: Drum, velocity: number, position: number): void {
    const step = Math.max(Math.round(position), this.#open);
    this.#patterns.set(step, withDrum(this.at(step), drum));
    const hits = this.#hits.get(step) ?? new StepHits();
    hits.add(drumIndex(drum), velocity, clamp(position - step, -0.5, 0.5));
    this.#hits.set(step, hits);
  }

  at(step: number): Pattern {
    return this.#patterns.get(step) ?? SILENCE;
  }

  /** No more hits go into `step` or an earlier one. Returns all that was hit in it, for whoever learns how. */
  close(step: number): HeardHit[] {
    this.#open = step + 1;
    this.#patterns.delete(step - STEPS_KEPT);
    const hits = this.#hits.get(step)?.hits() ?? [];
    this.#hits.delete(step);
    return hits;
  }

  /** Forgets everything: the transport has jumped. */
  clear(): void {
    this.#patterns.clear();
    this.#hits.clear();
    this.#open = Number.NEGATIVE_INFINITY;
  }
}
