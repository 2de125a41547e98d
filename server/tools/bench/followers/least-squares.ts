import type { TickFilter } from "./follower.ts";

interface LeastSquaresOptions {
  readonly most: number;
  /** Leaves out ticks far off the line, more readily late ones, and begins anew after four in a row on one side of it. */
  readonly trimmed: boolean;
}

/** Residuals that are left out, in robust standard deviations. */
const LATE = 2.5;
const EARLY = 3.5;
/** Four of one sign and beyond this many are a new tempo; so many ticks are kept then. */
const TURNED = 2;
const TURNED_TICKS = 4;
const KEPT = 6;

/** A straight line through the last ticks. */
export class LeastSquares implements TickFilter {
  readonly #options: LeastSquaresOptions;
  #ticks: { readonly index: number; readonly at: number }[] = [];
  #index = 0;
  #time = Number.NaN;
  #period = Number.NaN;
  #sigma = 0.5;

  constructor(options: LeastSquaresOptions) {
    this.#options = options;
  }

  hear(index: number, at: number): void {
    this.#ticks.push({ index, at });
    if (this.#ticks.length > this.#options.most) this.#ticks.shift();
    if (this.#options.trimmed && this.#ticks.length > KEPT) this.#turn();
    this.#fit(false);
    if (!this.#options.trimmed || this.#ticks.length <= KEPT) return;
    const residuals = this.#ticks.map((tick) => Math.abs(tick.at - this.timeOf(tick.index))).sort((a, b) => a - b);
    this.#sigma = Math.max(0.05, 1.4826 * (residuals[residuals.length >> 1] ?? 0));
    this.#fit(true);
  }

  get period(): number {
    return this.#period;
  }

  timeOf(index: number): number {
    return this.#time + (index - this.#index) * this.#period;
  }

  #turn(): void {
    const residuals = this.#ticks.slice(-TURNED_TICKS).map(({ index, at }) => at - this.timeOf(index));
    const limit = TURNED * this.#sigma;
    if (residuals.every((r) => r > limit) || residuals.every((r) => r < -limit)) this.#ticks = this.#ticks.slice(-KEPT);
  }

  #fit(trimmed: boolean): void {
    const { index: lastIndex, at: lastAt } = this.#ticks.at(-1)!;
    const kept = this.#ticks.filter(({ index, at }) => {
      const off = at - this.timeOf(index);
      return !trimmed || (off < LATE * this.#sigma && off > -EARLY * this.#sigma);
    });
    if (kept.length < 2) return;
    const meanX = kept.reduce((sum, { index }) => sum + index - lastIndex, 0) / kept.length;
    const meanY = kept.reduce((sum, { at }) => sum + at - lastAt, 0) / kept.length;
    let xy = 0;
    let xx = 0;
    for (const { index, at } of kept) {
      xy += (index - lastIndex - meanX) * (at - lastAt - meanY);
      xx += (index - lastIndex - meanX) ** 2;
    }
    this.#period = xy / xx;
    this.#index = lastIndex;
    this.#time = lastAt + meanY - meanX * this.#period;
  }
}
