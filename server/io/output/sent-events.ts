const REMEMBERED = 512;

/**
 * The newest events that were sent, so that one whose new moment crosses its old one on the way is
 * not sent twice.
 *
 * @realtime yes: no allocation.
 */
export class SentEvents {
  readonly #lanes = new Int32Array(REMEMBERED);
  readonly #keys = new Int32Array(REMEMBERED);
  readonly #ids = new Float64Array(REMEMBERED);
  #next = 0;

  /** `id` is not 0. */
  add(lane: number, key: number, id: number): void {
    this.#lanes[this.#next] = lane;
    this.#keys[this.#next] = key;
    this.#ids[this.#next] = id;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  /** Another lane has the place of this one: its events are none of ours. */
  forget(lane: number): void {
    for (let i = 0; i < REMEMBERED; i++) if (this.#lanes[i] === lane) this.#ids[i] = 0;
  }

  has(lane: number, key: number, id: number): boolean {
    for (let i = 0; i < REMEMBERED; i++)
      if (this.#ids[i] === id && this.#keys[i] === key && this.#lanes[i] === lane) return true;
    return false;
  }
}
