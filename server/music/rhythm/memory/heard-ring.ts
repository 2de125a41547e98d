import type { Pattern } from "../../../core/music/pattern.ts";
import type { BarPlace } from "./bar-place.ts";
import type { HeardSteps } from "./heard-steps.ts";

/** Steps kept in order: more than four hours at 120 bpm. */
export const MOST_STEPS = 1 << 17;

/** What a voice has played, step by step, each with its place in the bar: the newest MOST_STEPS of it, in half a megabyte. */
export class HeardRing {
  readonly #patterns = new Uint16Array(MOST_STEPS);
  readonly #stepsInBar = new Uint8Array(MOST_STEPS);
  readonly #lastStepsOfBar = new Uint8Array(MOST_STEPS);
  #steps = 0;

  /** All that were added since it was last emptied. */
  get steps(): number {
    return this.#steps;
  }

  /** @realtime yes */
  add(pattern: Pattern, { stepInBar, stepsPerBar }: BarPlace): void {
    const slot = this.#steps++ % MOST_STEPS;
    this.#patterns[slot] = pattern;
    this.#stepsInBar[slot] = stepInBar;
    this.#lastStepsOfBar[slot] = stepsPerBar - 1;
  }

  /** The step of this number, the first being 0; null when it is not kept. @realtime yes */
  at(step: number): Pattern | null {
    if (step < 0 || step >= this.#steps || step < this.#steps - MOST_STEPS) return null;
    return this.#patterns[step % MOST_STEPS]! as Pattern;
  }

  /** All that is kept. */
  heard(): HeardSteps {
    const length = Math.min(this.#steps, MOST_STEPS);
    const from = this.#steps - length;
    const slot = (step: number): number => (from + step) % MOST_STEPS;
    return {
      patterns: Uint16Array.from({ length }, (_, step) => this.#patterns[slot(step)]!),
      stepsInBar: Uint8Array.from({ length }, (_, step) => this.#stepsInBar[slot(step)]!),
      lastStepsOfBar: Uint8Array.from({ length }, (_, step) => this.#lastStepsOfBar[slot(step)]!),
    };
  }

  empty(): void {
    this.#steps = 0;
  }
}
