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

  /** All that is kept: a copy, in well under a millisecond. */
  heard(): HeardSteps {
    return {
      patterns: this.#inOrder(this.#patterns),
      stepsInBar: this.#inOrder(this.#stepsInBar),
      lastStepsOfBar: this.#inOrder(this.#lastStepsOfBar),
    };
  }

  empty(): void {
    this.#steps = 0;
  }

  #inOrder<A extends Uint8Array | Uint16Array>(ring: A): A {
    if (this.#steps <= MOST_STEPS) return ring.slice(0, this.#steps) as A;
    const oldest = this.#steps % MOST_STEPS;
    const ordered = ring.slice() as A;
    ordered.set(ring.subarray(oldest));
    ordered.set(ring.subarray(0, oldest), MOST_STEPS - oldest);
    return ordered;
  }
}
