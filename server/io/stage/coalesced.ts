import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

/**
 * Passes values on at most once in `interval`: the first at once, then only the newest of those
 * that came in between. The last value always arrives.
 */
export class Coalesced<T> {
  readonly #time: TimeSource;
  readonly #interval: Ms;
  readonly #pass: (value: T) => void;
  #next: number = Number.NEGATIVE_INFINITY;
  #waiting: { readonly value: T } | null = null;
  #cancel: (() => void) | null = null;

  constructor(time: TimeSource, interval: Ms, pass: (value: T) => void) {
    this.#time = time;
    this.#interval = interval;
    this.#pass = pass;
  }

  put(value: T): void {
    this.#waiting = { value };
    if (this.#cancel !== null) return;
    if (this.#time.now() >= this.#next) this.flush();
    else this.#cancel = this.#time.wake(ms(this.#next), () => this.flush());
  }

  /** Passes on at once what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#waiting === null) return;
    const { value } = this.#waiting;
    this.#waiting = null;
    this.#next = this.#time.now() + this.#interval;
    this.#pass(value);
  }

  dispose(): void {
    this.#cancel?.();
    this.#waiting = null;
  }
}
