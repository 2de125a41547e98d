/** One way of following a MIDI clock, as the table of followers compares them. */
export interface Follower {
  /** A tick has come. */
  tick(at: number): void;
  /** When the follower has tick `index` of the master, the first being 0. */
  timeOf(index: number): number;
  /** The tempo as it would be shown or played at once. */
  readonly bpm: number;
}

/** Tells when ticks are due from ticks that are already numbered. */
export interface TickFilter {
  hear(index: number, at: number): void;
  /** When tick `index` is due; NaN before anything is known. */
  timeOf(index: number): number;
  /** From one tick to the next, ms. */
  readonly period: number;
}

/** Every tick that comes is the next one. */
export class Counting implements Follower {
  protected readonly filter: TickFilter;
  protected next = 0;

  constructor(filter: TickFilter) {
    this.filter = filter;
  }

  tick(at: number): void {
    this.filter.hear(this.next++, at);
  }

  timeOf(index: number): number {
    return this.filter.timeOf(index);
  }

  get bpm(): number {
    return 2500 / this.filter.period;
  }
}

/** A tick this early, in periods, is a double; one this late may mean that others were lost. */
const EARLY = -0.5;
const LATE = 0.6;
/** A tick that fits a guess lies this near to it. */
const FITS = 0.35;

/**
 * Doubles are left out. A tick that is far too late is held until the next shows whether others were
 * lost before it or it was only late itself.
 */
export class Guarding extends Counting {
  #held: number | null = null;

  override tick(at: number): void {
    const held = this.#held;
    if (held !== null) {
      this.#held = null;
      const lost = Math.round(this.#lateness(held, 0));
      const onlyLate = Math.abs(this.#lateness(at, 1)) < FITS;
      if (!onlyLate && Math.abs(this.#lateness(at, 1 + lost)) < FITS) this.next += lost;
      super.tick(held);
      super.tick(at);
      return;
    }
    const lateness = this.#lateness(at, 0);
    if (lateness < EARLY) return;
    if (lateness > LATE) this.#held = at;
    else super.tick(at);
  }

  /** Of the tick `after` the next, in periods; 0 before anything is known. */
  #lateness(at: number, after: number): number {
    const lateness = (at - this.filter.timeOf(this.next + after)) / this.filter.period;
    return Number.isNaN(lateness) || this.next < 4 ? 0 : lateness;
  }
}
