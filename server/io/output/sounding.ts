/** Lanes a worker can have: MIDI ports and OSC targets together. */
export const MAX_LANES = 64;
/** Keys of a lane: 16 channels of 128 pitches, or as many OSC addresses. */
export const KEYS = 2048;

export const soundingMemory = (): SharedArrayBuffer => new SharedArrayBuffer(MAX_LANES * KEYS * 4);

/**
 * What is on, in memory that outlives the worker: for each key of each lane the serial number of
 * the event that turned it on, or 0. Whoever comes after a dead worker knows what to turn off.
 *
 * @realtime yes
 */
export class Sounding {
  readonly #serials: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#serials = new Int32Array(memory);
  }

  get(lane: number, key: number): number {
    return this.#serials[lane * KEYS + key]!;
  }

  set(lane: number, key: number, serial: number): void {
    this.#serials[lane * KEYS + key] = serial;
  }

  /** Clears the lane, telling `each` of every key that was on. */
  drain(lane: number, each: (key: number) => void): void {
    const first = lane * KEYS;
    for (let key = 0; key < KEYS; key++) {
      if (this.#serials[first + key] === 0) continue;
      this.#serials[first + key] = 0;
      each(key);
    }
  }
}
