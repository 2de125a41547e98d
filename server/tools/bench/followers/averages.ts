import type { TickFilter } from "./follower.ts";

/** The mean of the last gaps; the newest tick is where it came (norns takes 24 gaps, Mixxx's never merged clock a ring of 96 ticks). */
export class MeanOfGaps implements TickFilter {
  readonly #most: number;
  readonly #times: number[] = [];
  #index = 0;

  constructor(most: number) {
    this.#most = most;
  }

  hear(index: number, at: number): void {
    this.#index = index;
    this.#times.push(at);
    if (this.#times.length > this.#most + 1) this.#times.shift();
  }

  get period(): number {
    return ((this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0)) / (this.#times.length - 1);
  }

  timeOf(index: number): number {
    return (this.#times.at(-1) ?? Number.NaN) + (index - this.#index) * this.period;
  }
}
