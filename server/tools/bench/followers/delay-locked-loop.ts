import type { TickFilter } from "./follower.ts";

/** So many errors in a row of one sign, this many times as large as is usual, are a new tempo: back to the first gear. */
const TURNED_TICKS = 4;
const TURNED = 1.5;
const USUAL_MEMORY = 48;

/**
 * A second-order delay-locked loop (Adriaensen, "Using a DLL to filter time", 2005), as in Ardour and
 * jack_mclk_dump. `bandwidthAt` gives the loop's bandwidth in Hz for the n-th tick: a constant, or
 * one that falls, so that the loop locks in a high gear and runs in a low one. The period is that of
 * the integrator, which is far calmer than the distance of two dues.
 */
export class DelayLockedLoop implements TickFilter {
  readonly #bandwidthAt: (n: number) => number;
  #heard = 0;
  #index = 0;
  #due = Number.NaN;
  #next = Number.NaN;
  #period = Number.NaN;
  #usual = 1;
  #inRow = 0;

  constructor(bandwidthAt: (n: number) => number) {
    this.#bandwidthAt = bandwidthAt;
  }

  hear(index: number, at: number): void {
    const steps = index - this.#index;
    this.#index = index;
    this.#heard++;
    if (this.#heard === 1) {
      this.#due = at;
      return;
    }
    if (this.#heard === 2) {
      this.#period = (at - this.#due) / steps;
      this.#due = at;
      this.#next = at + this.#period;
      return;
    }
    const due = this.#next + (steps - 1) * this.#period;
    const error = at - due;
    this.#regear(error);
    const w = (2 * Math.PI * this.#bandwidthAt(this.#heard) * this.#period) / 1000;
    this.#due = due;
    this.#next = due + Math.SQRT2 * w * error + this.#period;
    this.#period += w * w * error;
  }

  #regear(error: number): void {
    const large = Math.abs(error) > TURNED * this.#usual;
    this.#inRow = large ? (error > 0 ? Math.max(0, this.#inRow) + 1 : Math.min(0, this.#inRow) - 1) : 0;
    this.#usual += (Math.min(Math.abs(error), 3 * this.#usual) - this.#usual) / USUAL_MEMORY;
    if (Math.abs(this.#inRow) < TURNED_TICKS) return;
    this.#inRow = 0;
    this.#heard = 2;
  }

  get period(): number {
    return this.#period;
  }

  timeOf(index: number): number {
    return this.#due + (index - this.#index) * this.#period;
  }
}

/** From 4 Hz down to 0.35 Hz. */
export const geared = (n: number): number => Math.max(0.35, 24 / (n + 4));
