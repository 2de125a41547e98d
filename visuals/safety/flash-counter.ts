import { type FlashRule, MOST_TRANSITIONS } from "./flash-rule.ts";
import { Fields, type GridShape } from "./picture-grid.ts";
import { RecentTimes } from "./recent-times.ts";
import { type LightTurn, Transitions } from "./transitions.ts";

/** Blocks that change within about this time change together: three frames at 60 a second. */
const TOGETHER_MS = 50;

/**
 * Counts the flashes of a sequence of pictures, each given as one signal in the blocks of a grid.
 * A picture is over the limit when in any 10 degree field either
 *
 * - a quarter of its blocks have each had more than six transitions, all in the same second, or
 * - a quarter of it has changed together, one way or the other, more than six times within a second.
 *
 * The first catches flicker that is out of step, the second flashes that take turns.
 *
 * @realtime yes: it allocates nothing.
 * @example if (counter.weigh(signal, null, at)) show(something calmer); else { show(it); counter.keep(); }
 */
export class FlashCounter {
  readonly #blocks: number;
  readonly #fields: Fields;
  readonly #transitions: Transitions;
  readonly #blockTimes: RecentTimes;
  /** Until when a block has more transitions in the second before than are allowed. */
  readonly #fastUntil: Float64Array;
  readonly #fieldTimes: RecentTimes;
  /** Blocks of each field that have risen or fallen just now, fading by e every TOGETHER_MS. */
  readonly #rising: Float64Array;
  readonly #falling: Float64Array;
  /** When they were last brought up to date. */
  #settledAt = Number.NEGATIVE_INFINITY;

  // The picture being weighed.
  #signal: Float32Array;
  #counts: Uint8Array | null = null;
  #at = 0;
  /** A block rises or falls. */
  #isMoving = false;
  readonly #rises: Uint8Array;
  readonly #falls: Uint8Array;
  readonly #fast: Uint8Array;
  readonly #risesIn: Uint16Array;
  readonly #fallsIn: Uint16Array;
  readonly #fastIn: Uint16Array;

  constructor(shape: GridShape, rule: FlashRule) {
    const blocks = shape.columns * shape.rows;
    this.#blocks = blocks;
    this.#fields = new Fields(shape);
    const fields = this.#fields.count;
    this.#transitions = new Transitions(blocks, rule);
    this.#blockTimes = new RecentTimes(blocks);
    this.#fastUntil = new Float64Array(blocks).fill(Number.NEGATIVE_INFINITY);
    this.#fieldTimes = new RecentTimes(fields);
    this.#rising = new Float64Array(fields);
    this.#falling = new Float64Array(fields);
    this.#signal = new Float32Array(blocks);
    this.#rises = new Uint8Array(blocks);
    this.#falls = new Uint8Array(blocks);
    this.#fast = new Uint8Array(blocks);
    this.#risesIn = new Uint16Array(fields);
    this.#fallsIn = new Uint16Array(fields);
    this.#fastIn = new Uint16Array(fields);
  }

  /**
   * Whether the limit would be exceeded if this were shown at `at`, in milliseconds. `signal` holds a value a block;
   * `counts`, if the rule asks for a state, a 1 for each block that is in it. Both must stay as
   * they are until `keep`. Nothing is changed: one may weigh several pictures before one is kept.
   */
  weigh(signal: Float32Array, counts: Uint8Array | null, at: number): boolean {
    this.#signal = signal;
    this.#counts = counts;
    this.#at = at;
    this.#isMoving = false;
    let isFlickering = false;
    for (let block = 0; block < this.#blocks; block++) {
      const transition = this.#probe(block);
      this.#rises[block] = transition === 1 ? 1 : 0;
      this.#falls[block] = transition === -1 ? 1 : 0;
      const isFast =
        (this.#fastUntil[block] as number) > at || (transition !== 0 && this.#blockTimes.isFull(block, at));
      this.#fast[block] = isFast ? 1 : 0;
      if (transition !== 0) this.#isMoving = true;
      if (isFast) isFlickering = true;
    }
    if (!this.#isMoving && !isFlickering) return false;
    this.#fields.sum(this.#rises, this.#risesIn);
    this.#fields.sum(this.#falls, this.#fallsIn);
    this.#fields.sum(this.#fast, this.#fastIn);
    const left = this.#left(at);
    for (let field = 0; field < this.#fields.count; field++) {
      if ((this.#fastIn[field] as number) >= this.#fields.area) return true;
      const changes =
        this.#turns(field, this.#rising, this.#risesIn, left) + this.#turns(field, this.#falling, this.#fallsIn, left);
      if (changes > 0 && this.#fieldTimes.count(field, at) + changes > MOST_TRANSITIONS) return true;
    }
    return false;
  }

  /** What was weighed last is on the screen. */
  keep(): void {
    const at = this.#at;
    for (let block = 0; block < this.#blocks; block++) {
      const transition: LightTurn = this.#rises[block] === 1 ? 1 : this.#falls[block] === 1 ? -1 : 0;
      const counts = this.#counts === null ? 1 : (this.#counts[block] as number);
      this.#transitions.accept(block, this.#signal[block] as number, counts, transition);
      if (transition === 0) continue;
      // Of what is too many the first leaves the second first.
      if (this.#blockTimes.isFull(block, at)) this.#fastUntil[block] = this.#blockTimes.freeFrom(block);
      this.#blockTimes.add(block, at);
    }
    if (!this.#isMoving) return;
    const left = this.#left(at);
    for (let field = 0; field < this.#fields.count; field++) {
      this.#settle(field, this.#rising, this.#risesIn, left);
      this.#settle(field, this.#falling, this.#fallsIn, left);
    }
    this.#settledAt = at;
  }

  /** Flashes in the second before `at`, of the field that flashed most. */
  flashes(at: number): number {
    let most = 0;
    for (let field = 0; field < this.#fields.count; field++) most = Math.max(most, this.#fieldTimes.count(field, at));
    return Math.floor(most / 2);
  }

  #probe(block: number): LightTurn {
    const counts = this.#counts === null ? 1 : (this.#counts[block] as number);
    return this.#transitions.probe(block, this.#signal[block] as number, counts);
  }

  /** What is left, at `at`, of what rose or fell before. */
  #left(at: number): number {
    return Math.exp(-Math.max(0, at - this.#settledAt) / TOGETHER_MS);
  }

  /** 1 if with these changes a quarter of the field has changed together. */
  #turns(field: number, pending: Float64Array, changes: Uint16Array, left: number): number {
    const now = changes[field] as number;
    return now > 0 && (pending[field] as number) * left + now >= this.#fields.area ? 1 : 0;
  }

  #settle(field: number, pending: Float64Array, changes: Uint16Array, left: number): void {
    if (this.#turns(field, pending, changes, left) === 1) {
      this.#fieldTimes.add(field, this.#at);
      pending[field] = 0;
    } else pending[field] = (pending[field] as number) * left + (changes[field] as number);
  }
}
