import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/** Time that moves only when told to, firing wakes in order. */
export class VirtualTime implements TimeSource {
  #now: number;
  #order = 0;
  #wakes: { at: number; order: number; run: () => void }[] = [];

  constructor(start = 0) {
    this.#now = start;
  }

  now(): Ms {
    return ms(this.#now);
  }

  wake(at: Ms, run: () => void): () => void {
    const wake = { at: Math.max(at, this.#now), order: this.#order++, run };
    this.#wakes.push(wake);
    return () => {
      this.#wakes = this.#wakes.filter((known) => known !== wake);
    };
  }

  /** Moves to `until`, firing everything due on the way; promises settle between wakes. */
  async advanceTo(until: number): Promise<void> {
    for (;;) {
      const next = this.#wakes.filter((wake) => wake.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#wakes = this.#wakes.filter((known) => known !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = until;
    await settle();
  }

  advance(by: number): Promise<void> {
    return this.advanceTo(this.#now + by);
  }
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
