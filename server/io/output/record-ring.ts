/** What the main thread tells the output worker on the fast path. */
export const RECORD = {
  /** Turn `key` of `lane` on at `at`, and off at `until` unless that is NaN. */
  pulse: 1,
  /** Forget the pulses of `lane` with this `id` that are not on yet. */
  revoke: 2,
  /** Forget the pulses of `lane` with an id below 0, the transport's own, that are not on yet. */
  revokeGrid: 3,
  /** Turn off whatever is on in `lane` at `at`. */
  end: 4,
  /** Turn off whatever is on in `lane` now, and forget everything else of it; all lanes if `lane` is ALL_LANES. */
  panic: 5,
  /** From `at` on the MIDI clock of `lane` runs at tempo `until` with beat `value` at `id`; `key` is one of CLOCK_... */
  clock: 6,
} as const;

export const CLOCK_STANDS = 0;
export const CLOCK_PLAYS = 1;
/** No clocks at all, and from now on. */
export const CLOCK_SILENT = 2;

export const ALL_LANES = -1;

/** A pulse that may be late on purpose: a live note. Sent as soon as `at` is past, never dropped. */
export const FLAG_IMMEDIATE = 1;
/** A pulse that need not be exact to a fraction of a millisecond: the worker does not spin for it. */
export const FLAG_LAX = 2;

const CAPACITY = 4096;
const HEADER_INTS = 4;
const INTS = 4;
const DOUBLES = 4;
const RECORD_BYTES = INTS * 4 + DOUBLES * 8;

/** Places in the header. */
const WRITTEN = 0;
const READ = 1;
const SIGNAL = 2;
const TAKEN = 3;

export const ringMemory = (): SharedArrayBuffer => new SharedArrayBuffer(HEADER_INTS * 4 + CAPACITY * RECORD_BYTES);

/** Both ends of the ring see this. */
class Ring {
  protected readonly header: Int32Array;
  protected readonly ints: Int32Array;
  protected readonly doubles: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.header = new Int32Array(memory, 0, HEADER_INTS);
    const ints = HEADER_INTS * 4;
    this.ints = new Int32Array(memory, ints, CAPACITY * INTS);
    this.doubles = new Float64Array(memory, ints + CAPACITY * INTS * 4, CAPACITY * DOUBLES);
  }
}

/**
 * The writing end of a ring of fixed records in shared memory: one thread writes, one reads, and
 * what was not yet read survives the reader's death.
 *
 * @realtime yes: no allocation, no lock.
 */
export class RingWriter extends Ring {
  /** False when the ring is full: the reader has not read for thousands of records. */
  write(
    kind: number,
    lane: number,
    key: number,
    flags: number,
    at: number,
    until: number,
    value: number,
    id: number,
  ): boolean {
    const written = Atomics.load(this.header, WRITTEN);
    if (((written - Atomics.load(this.header, READ)) | 0) >= CAPACITY) return false;
    const place = written & (CAPACITY - 1);
    const int = place * INTS;
    this.ints[int] = kind;
    this.ints[int + 1] = lane;
    this.ints[int + 2] = key;
    this.ints[int + 3] = flags;
    const double = place * DOUBLES;
    this.doubles[double] = at;
    this.doubles[double + 1] = until;
    this.doubles[double + 2] = value;
    this.doubles[double + 3] = id;
    Atomics.store(this.header, WRITTEN, (written + 1) | 0);
    this.nudge();
    return true;
  }

  /** Wakes the reader. */
  nudge(): void {
    Atomics.add(this.header, SIGNAL, 1);
    Atomics.notify(this.header, SIGNAL);
  }

  /** Blocks until the reader has acted on everything written, at most `limitMs`. Not for a running show. */
  settle(limitMs: number): void {
    const written = Atomics.load(this.header, WRITTEN);
    for (;;) {
      const taken = Atomics.load(this.header, TAKEN);
      if (taken === written || Atomics.wait(this.header, TAKEN, taken, limitMs) === "timed-out") return;
    }
  }
}

/** The reading end. @realtime yes: no allocation, no lock. */
export class RingReader extends Ring {
  kind = 0;
  lane = 0;
  key = 0;
  flags = 0;
  at = 0;
  until = 0;
  value = 0;
  id = 0;
  #seen = 0;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.see();
  }

  /** From now on `read` gives what has been written until this moment, and no more. */
  see(): void {
    this.#seen = Atomics.load(this.header, WRITTEN);
  }

  /** Reads the next record into this reader's fields; false if there is none among those seen. */
  read(): boolean {
    const read = Atomics.load(this.header, READ);
    if (read === this.#seen) return false;
    const place = read & (CAPACITY - 1);
    const int = place * INTS;
    this.kind = this.ints[int]!;
    this.lane = this.ints[int + 1]!;
    this.key = this.ints[int + 2]!;
    this.flags = this.ints[int + 3]!;
    const double = place * DOUBLES;
    this.at = this.doubles[double]!;
    this.until = this.doubles[double + 1]!;
    this.value = this.doubles[double + 2]!;
    this.id = this.doubles[double + 3]!;
    // Before it is acted on: a record that kills the reader must not kill the next one too.
    Atomics.store(this.header, READ, (read + 1) | 0);
    return true;
  }

  /** Says that everything read has been acted on. */
  settled(): void {
    const read = Atomics.load(this.header, READ);
    if (Atomics.exchange(this.header, TAKEN, read) !== read) Atomics.notify(this.header, TAKEN);
  }

  /** A number that changes with every nudge. */
  get signal(): number {
    return Atomics.load(this.header, SIGNAL);
  }

  /** Sleeps at most `ms`, not at all if `signal` is no longer the one given. */
  sleep(signal: number, ms: number): void {
    Atomics.wait(this.header, SIGNAL, signal, ms);
  }
}
