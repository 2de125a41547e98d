/** Rows that a context may lie in. */
const PROBES = 4;
/** A row is known to be younger than another when so many steps lie between them. */
const STEPS_PER_AGE = 16;

/**
 * Which row of a table belongs to which context, by hash: a fixed number of rows, of which those not
 * learnt in for longest give way. Two contexts are taken for one in about one of 16,000 cases.
 */
export class ContextIndex {
  /** 0: the row is free. */
  readonly #checks: Uint16Array;
  readonly #ages: Uint16Array;
  readonly #onNew: (row: number) => void;

  /** `rows` is a power of two, up to 2^16; `onNew` is told when a row begins to belong to another context. */
  constructor(rows: number, onNew: (row: number) => void) {
    this.#checks = new Uint16Array(rows);
    this.#ages = new Uint16Array(rows);
    this.#onNew = onNew;
  }

  /** The row of a context; -1 when it has none. @realtime yes */
  find(context: number): number {
    const first = this.#firstOf(context);
    const check = checkOf(context);
    for (let row = first; row < first + PROBES; row++) if (this.#checks[row] === check) return row;
    return -1;
  }

  /** The row of a context, which gets one if it has none; `step` counts what is learnt. @realtime yes */
  rowFor(context: number, step: number): number {
    const now = (step / STEPS_PER_AGE) & 0xffff;
    let row = this.find(context);
    if (row < 0) {
      row = this.#oldest(this.#firstOf(context), now);
      this.#checks[row] = checkOf(context);
      this.#onNew(row);
    }
    this.#ages[row] = now;
    return row;
  }

  forget(): void {
    this.#checks.fill(0);
  }

  #oldest(first: number, now: number): number {
    let oldest = first;
    let highest = -1;
    for (let row = first; row < first + PROBES; row++) {
      const age = this.#checks[row] === 0 ? 0x10000 : (now - this.#ages[row]!) & 0xffff;
      if (age <= highest) continue;
      highest = age;
      oldest = row;
    }
    return oldest;
  }

  #firstOf(context: number): number {
    return (context >>> 16) & (this.#checks.length - PROBES);
  }
}

const checkOf = (context: number): number => context & 0xffff || 1;
