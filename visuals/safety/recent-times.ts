import { FLASH_WINDOW_MS, MOST_TRANSITIONS } from "./flash-rule.ts";

/** Moments are sums of fractions: three flashes in exactly a second must not look like a little less. */
const WINDOW_MS = FLASH_WINDOW_MS - 1e-6;

/** The last moments, as many as are allowed in a second, of each of many things. @realtime yes: it allocates nothing. */
export class RecentTimes {
  readonly #times: Float64Array;
  readonly #next: Uint8Array;

  constructor(count: number) {
    this.#times = new Float64Array(count * MOST_TRANSITIONS).fill(Number.NEGATIVE_INFINITY);
    this.#next = new Uint8Array(count);
  }

  add(index: number, at: number): void {
    const next = this.#next[index] as number;
    this.#times[index * MOST_TRANSITIONS + next] = at;
    this.#next[index] = (next + 1) % MOST_TRANSITIONS;
  }

  /** One more at `at` would be more in a second than are allowed. */
  isFull(index: number, at: number): boolean {
    return this.freeFrom(index) > at;
  }

  /** From when on there is room for one more: a second after the oldest. */
  freeFrom(index: number): number {
    // The next to be overwritten is the oldest.
    return (this.#times[index * MOST_TRANSITIONS + (this.#next[index] as number)] as number) + WINDOW_MS;
  }

  /** How many in the second before `at`. */
  count(index: number, at: number): number {
    let count = 0;
    for (let i = index * MOST_TRANSITIONS; i < (index + 1) * MOST_TRANSITIONS; i++)
      if ((this.#times[i] as number) > at - WINDOW_MS) count++;
    return count;
  }
}
