import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";

/** Messages a second a page may send for as long as it likes: far above ten fingers and a slider. */
const SUSTAINED = 200;
/** Messages it may send at once. */
const BURST = 400;
/** A flood has ended, and the next is reported again, after this long without a dropped message. */
const QUIET_MS = 5000;

/**
 * Lets messages through at a bounded rate (a token bucket).
 * @realtime yes: no allocation.
 */
export class FloodGate {
  readonly #time: TimeSource;
  readonly #onFlood: () => void;
  readonly #sustained: number;
  readonly #burst: number;
  #tokens: number;
  #filled: Ms;
  #lastDrop = Number.NEGATIVE_INFINITY;

  /** `onFlood` is told once when messages begin to be dropped. `sustained` are messages a second, `burst` at once. */
  constructor(time: TimeSource, onFlood: () => void, sustained = SUSTAINED, burst = BURST) {
    this.#time = time;
    this.#onFlood = onFlood;
    this.#sustained = sustained;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filled = time.now();
  }

  /** Whether the next message may pass. */
  pass(): boolean {
    const now = this.#time.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filled) * this.#sustained) / 1000);
    this.#filled = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return true;
    }
    const flooding = now - this.#lastDrop < QUIET_MS;
    this.#lastDrop = now;
    if (!flooding) this.#onFlood();
    return false;
  }
}
