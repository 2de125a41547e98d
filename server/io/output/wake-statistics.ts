import { clamp } from "../../../shared/math/numbers.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

const BUCKETS_PER_MS = 100;
/** The lowest error with a bucket of its own. */
const LOWEST_MS = -1;
const BUCKETS = 21 * BUCKETS_PER_MS;
const HEADER = 4;
/** Places in the header. */
const COUNT = 0;
const LATE_DROPPED = 1;
/** In nanoseconds, so that whole numbers do. */
const EARLIEST = 2;
const LATEST = 3;

export const statisticsMemory = (): SharedArrayBuffer => new SharedArrayBuffer((HEADER + BUCKETS) * 4);

/**
 * How exactly the worker lands events, counted in shared memory in steps of 10 microseconds. One
 * thread records, any thread reads.
 *
 * @realtime yes: no allocation.
 */
export class WakeStatistics {
  readonly #numbers: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory);
  }

  /** `error` is the moment an event was sent minus the moment it was due. */
  record(error: Ms): void {
    const bucket = clamp(Math.floor((error - LOWEST_MS) * BUCKETS_PER_MS), 0, BUCKETS - 1);
    this.#numbers[HEADER + bucket]!++;
    const nanos = clamp(Math.round(error * 1e6), -2e9, 2e9);
    if (this.#numbers[COUNT] === 0 || nanos < this.#numbers[EARLIEST]!) this.#numbers[EARLIEST] = nanos;
    if (this.#numbers[COUNT] === 0 || nanos > this.#numbers[LATEST]!) this.#numbers[LATEST] = nanos;
    this.#numbers[COUNT]!++;
  }

  /** A note-on came too late to be sent. */
  recordLateDrop(): void {
    this.#numbers[LATE_DROPPED]!++;
  }

  get count(): number {
    return this.#numbers[COUNT]!;
  }

  get lateDropped(): number {
    return this.#numbers[LATE_DROPPED]!;
  }

  /** The smallest and the largest error; 0 before the first. */
  get earliest(): Ms {
    return ms(this.#numbers[EARLIEST]! / 1e6);
  }

  get latest(): Ms {
    return ms(this.#numbers[LATEST]! / 1e6);
  }

  /** The error that the share `p` (0 to 1) of all events did not exceed, rounded up; null before the first. */
  percentile(p: number): Ms | null {
    const count = this.#numbers[COUNT]!;
    if (count === 0) return null;
    const wanted = p * count;
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#numbers[HEADER + bucket]!;
      if (seen >= wanted && seen > 0) return ms(LOWEST_MS + (bucket + 1) / BUCKETS_PER_MS);
    }
    return this.latest;
  }

  /** Forgets everything; to be called while nothing is recorded. */
  reset(): void {
    this.#numbers.fill(0);
  }
}
