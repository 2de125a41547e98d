import type { Ms } from "../../shared/time/units.ts";

/** The newest onsets that are kept. */
const KEPT = 4096;

export interface OnsetFigures {
  readonly count: number;
  /** Of the distance between a note's moment and the moment its frame is seen. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** The same in frames, each by the spacing of frames when it was drawn. */
  readonly p95Frames: number;
  /** Mean with its sign: above 0 the picture is late. */
  readonly meanMs: number;
}

/**
 * How well notes that were known ahead are hit: for each, the moment it was due against the moment
 * the frame that first shows it is on the screen.
 */
export class OnsetMeter {
  readonly #errors = new Float64Array(KEPT);
  readonly #frames = new Float64Array(KEPT);
  #count = 0;

  /** @realtime yes */
  record(due: Ms, seen: Ms, spacing: Ms): void {
    const slot = this.#count++ % KEPT;
    this.#errors[slot] = seen - due;
    this.#frames[slot] = Math.abs(seen - due) / spacing;
  }

  reset(): void {
    this.#count = 0;
  }

  figures(): OnsetFigures {
    const kept = Math.min(this.#count, KEPT);
    const errors = this.#errors.slice(0, kept);
    const sizes = errors.map(Math.abs).sort();
    const frames = this.#frames.slice(0, kept).sort();
    return {
      count: this.#count,
      p50Ms: quantile(sizes, 0.5),
      p95Ms: quantile(sizes, 0.95),
      maxMs: quantile(sizes, 1),
      p95Frames: quantile(frames, 0.95),
      meanMs: kept === 0 ? 0 : errors.reduce((sum, error) => sum + error, 0) / kept,
    };
  }
}

/** Of sorted numbers; 0 when there are none. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
