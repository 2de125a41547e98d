import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

/** Time that is where a log is: it wakes nobody of its own accord, but whom the log says was woken. */
export class ReplayTime implements TimeSource {
  #now = ms(0);
  #asked = 0;
  readonly #wakes = new Map<number, () => void>();

  now(): Ms {
    return this.#now;
  }

  goTo(at: Ms): void {
    this.#now = at;
  }

  wake(_at: Ms, run: () => void): () => void {
    const number = ++this.#asked;
    this.#wakes.set(number, run);
    return () => this.#wakes.delete(number);
  }

  /** Wakes whoever asked for the wake of this number; false where nobody waits for it. */
  fire(number: number): boolean {
    const run = this.#wakes.get(number);
    this.#wakes.delete(number);
    run?.();
    return run !== undefined;
  }
}
