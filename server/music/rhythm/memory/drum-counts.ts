import { ContextIndex } from "./context-index.ts";

const ROWS = 1 << 16;
/** Slow hits, slow rests, fast hits, fast rests. */
const COUNTS = 4;
/** How much of what was counted is kept at each time: of the slow counts, and of the fast ones. */
const SLOW = 0.98;
const FAST = 0.7;

/**
 * How often a drum was hit and left out in each context, counted so that it fades slowly, and so that
 * it fades fast. Of fixed size; contexts not met for longest give way.
 */
export class DrumCounts {
  /** Four a row: slow hits, slow rests, fast hits, fast rests. */
  readonly counts = new Float32Array(ROWS * COUNTS);
  readonly #index = new ContextIndex(ROWS, (row) => this.counts.fill(0, row * COUNTS, (row + 1) * COUNTS));

  /** Where the context's row begins in `counts`; below 0 when it is not known. @realtime yes */
  find(context: number): number {
    return this.#index.find(context) * COUNTS;
  }

  /** In the context the drum was hit (1), or not (0); `step` counts what is learnt. @realtime yes */
  learn(context: number, hit: number, step: number): void {
    const { counts } = this;
    const at = this.#index.rowFor(context, step) * COUNTS;
    counts[at] = counts[at]! * SLOW + hit;
    counts[at + 1] = counts[at + 1]! * SLOW + 1 - hit;
    counts[at + 2] = counts[at + 2]! * FAST + hit;
    counts[at + 3] = counts[at + 3]! * FAST + 1 - hit;
  }

  forget(): void {
    this.#index.forget();
  }
}
