import { Instances, type StripShape } from "../../drawing/lines/instances.ts";

/** The graphics card counts seconds in single precision: its axis begins anew every so often. */
export const EPOCH = 512;

/** Where the graphics card's axis begins. @realtime yes */
export const epochOf = (seconds: number): number => Math.floor(seconds / EPOCH) * EPOCH;

/**
 * Instances that are written once, at their birth, and kept until newer ones need the room. The
 * newest is drawn first: what is near hides what is far, and that then costs nothing.
 */
export class Keep extends Instances {
  readonly #births: Float64Array;
  #epoch = Number.NaN;
  #changed = true;

  constructor(capacity: number, shape: StripShape, names: readonly string[]) {
    super(capacity, shape, names);
    this.#births = new Float64Array(capacity);
  }

  /** @realtime yes */
  update(seconds: number): void {
    const epoch = epochOf(seconds);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      const { stride, data } = this;
      for (let i = 0; i < this.count; i++) data[i * stride] = (this.#births[i] ?? 0) - epoch;
      this.#changed = true;
    }
    if (this.#changed) this.upload();
    this.#changed = false;
  }

  /** Makes room for one, whose description is then the first and begins with its birth, which is returned. @realtime yes */
  protected bear(seconds: number): number {
    const { count, stride, data } = this;
    data.copyWithin(stride, 0, count * stride);
    this.#births.copyWithin(1, 0, count);
    this.next();
    this.#births[0] = seconds;
    this.#changed = true;
    return seconds - this.#epoch;
  }
}
