import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";

/** It is always the moment of the newest input; wakes are numbered, and are inputs themselves. */
export class InputTime implements TimeSource {
  readonly #time: TimeSource;
  readonly #onWake: (number: number, run: () => void) => void;
  #moment: Ms;
  #wakes = 0;

  constructor(time: TimeSource, moment: Ms, onWake: (number: number, run: () => void) => void) {
    this.#time = time;
    this.#moment = moment;
    this.#onWake = onWake;
  }

  now(): Ms {
    return this.#moment;
  }

  /** @realtime yes */
  set(moment: Ms): void {
    this.#moment = moment;
  }

  wake(at: Ms, run: () => void): () => void {
    const number = ++this.#wakes;
    return this.#time.wake(at, () => this.#onWake(number, run));
  }
}
