/** What is to be done with a key of a lane. */
export const EVENT = { on: 1, off: 2, end: 3, rest: 4 } as const;

const FIRST_CAPACITY = 1024;

/**
 * Events in the order of their times; those of one time in the order they came. A binary heap over
 * slots of typed arrays: a slot's fields are read from the arrays, and stay readable after `pop`
 * until the next `push`.
 *
 * @realtime yes: memory is taken only when more events wait than ever before.
 */
export class EventQueue {
  at = new Float64Array(FIRST_CAPACITY);
  until = new Float64Array(FIRST_CAPACITY);
  value = new Float64Array(FIRST_CAPACITY);
  id = new Float64Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  flags = new Uint8Array(FIRST_CAPACITY);
  lane = new Int32Array(FIRST_CAPACITY);
  key = new Int32Array(FIRST_CAPACITY);
  #order = new Float64Array(FIRST_CAPACITY);
  /** Slots: the first `size` are the heap, the others are free. */
  #slots = Int32Array.from({ length: FIRST_CAPACITY }, (_, slot) => slot);
  #size = 0;
  #count = 0;

  get size(): number {
    return this.#size;
  }

  /** The slot of the earliest event, or -1. */
  get head(): number {
    return this.#size === 0 ? -1 : this.#slots[0]!;
  }

  /** Adds an event; `until`, `value` and `id` mean what the kind makes of them. */
  push(
    at: number,
    kind: number,
    lane: number,
    key: number,
    flags: number,
    until: number,
    value: number,
    id: number,
  ): void {
    if (this.#size === this.#slots.length) this.#grow();
    const slot = this.#slots[this.#size]!;
    this.at[slot] = at;
    this.kind[slot] = kind;
    this.lane[slot] = lane;
    this.key[slot] = key;
    this.flags[slot] = flags;
    this.until[slot] = until;
    this.value[slot] = value;
    this.id[slot] = id;
    this.#order[slot] = this.#count++;
    this.#up(this.#size++);
  }

  /** Takes the earliest event off and gives its slot. There must be one. */
  pop(): number {
    const slot = this.#slots[0]!;
    this.#size--;
    this.#swap(0, this.#size);
    this.#down(0);
    return slot;
  }

  /** Takes off every event whose slot `matches`; says how many those were. */
  discard(matches: (slot: number) => boolean): number {
    const before = this.#size;
    let kept = 0;
    for (let place = 0; place < before; place++) if (!matches(this.#slots[place]!)) this.#swap(place, kept++);
    this.#size = kept;
    if (kept < before) for (let place = (kept >> 1) - 1; place >= 0; place--) this.#down(place);
    return before - kept;
  }

  /** Takes off the first event found with these fields, if there is one. */
  remove(kind: number, lane: number, key: number, id: number): void {
    for (let place = 0; place < this.#size; place++) {
      const slot = this.#slots[place]!;
      if (this.id[slot] !== id || this.key[slot] !== key || this.lane[slot] !== lane || this.kind[slot] !== kind)
        continue;
      this.#size--;
      if (place === this.#size) return;
      this.#swap(place, this.#size);
      this.#down(place);
      this.#up(place);
      return;
    }
  }

  #up(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #down(from: number): void {
    let place = from;
    for (;;) {
      let next = 2 * place + 1;
      if (next >= this.#size) return;
      if (next + 1 < this.#size && this.#isBefore(next + 1, next)) next++;
      if (!this.#isBefore(next, place)) return;
      this.#swap(place, next);
      place = next;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#slots[a]!;
    const second = this.#slots[b]!;
    const apart = this.at[first]! - this.at[second]!;
    return apart < 0 || (apart === 0 && this.#order[first]! < this.#order[second]!);
  }

  #swap(a: number, b: number): void {
    const slot = this.#slots[a]!;
    this.#slots[a] = this.#slots[b]!;
    this.#slots[b] = slot;
  }

  #grow(): void {
    const capacity = 2 * this.#slots.length;
    this.at = longer(this.at, new Float64Array(capacity));
    this.until = longer(this.until, new Float64Array(capacity));
    this.value = longer(this.value, new Float64Array(capacity));
    this.id = longer(this.id, new Float64Array(capacity));
    this.kind = longer(this.kind, new Uint8Array(capacity));
    this.flags = longer(this.flags, new Uint8Array(capacity));
    this.lane = longer(this.lane, new Int32Array(capacity));
    this.key = longer(this.key, new Int32Array(capacity));
    this.#order = longer(this.#order, new Float64Array(capacity));
    const slots = Int32Array.from({ length: capacity }, (_, slot) => slot);
    slots.set(this.#slots);
    this.#slots = slots;
  }
}

const longer = <T extends { set(from: T): void }>(from: T, to: T): T => {
  to.set(from);
  return to;
};
