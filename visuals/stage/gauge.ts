/** The newest of many numbers. */
export class Gauge {
  readonly #values: Float64Array;
  #count = 0;

  constructor(kept: number) {
    this.#values = new Float64Array(kept);
  }

  get count(): number {
    return this.#count;
  }

  /** @realtime yes */
  add(value: number): void {
    this.#values[this.#count++ % this.#values.length] = value;
  }

  /** The kept values, the oldest first. */
  get values(): readonly number[] {
    const kept = Math.min(this.#count, this.#values.length);
    return Array.from({ length: kept }, (_, i) => this.#values[(this.#count - kept + i) % this.#values.length] ?? 0);
  }

  /** Mean of the kept values; 0 when there are none. */
  get mean(): number {
    const { values } = this;
    return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /** Of the kept values; 0 when there are none. */
  get median(): number {
    const { values } = this;
    return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
  }

  reset(): void {
    this.#count = 0;
  }
}
