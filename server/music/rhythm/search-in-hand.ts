import { setImmediate } from "node:timers/promises";

/** Continued lines of a search between two looks at what else there is to do: about a millisecond. */
const LINES_PER_SLICE = 8;

/** A search that is done in slices, between which the thread can do something else. */
export class SearchInHand {
  readonly #lines: Iterator<void, void>;
  readonly #ended: (error: unknown) => void;
  #over = false;

  /** `lines` goes on by a line a step; `ended` is told when it is over, and what it has thrown, or undefined. */
  constructor(lines: Iterator<void, void>, ended: (error: unknown) => void) {
    this.#lines = lines;
    this.#ended = ended;
  }

  async run(): Promise<void> {
    while (!this.#advance(LINES_PER_SLICE)) await setImmediate();
  }

  /** All that is left of it, at once. */
  finish(): void {
    this.#advance(Number.POSITIVE_INFINITY);
  }

  /** Whether it is over. */
  #advance(count: number): boolean {
    if (this.#over) return true;
    let error: unknown;
    try {
      for (let done = 0; done < count && !this.#over; done++) this.#over = this.#lines.next().done === true;
    } catch (thrown) {
      this.#over = true;
      error = thrown;
    }
    if (this.#over) this.#ended(error);
    return this.#over;
  }
}
