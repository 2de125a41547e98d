/** Rounds of the search for the narrowest strip: each narrows where its slope may be to 0.618. */
const ROUNDS = 28;

/** The slopes of all lines that are possible, in ms per tick; none if `least` is above `most`. */
export interface Slopes {
  readonly least: number;
  readonly most: number;
}

/** How late each tick of a run is by a line of some slope: from `least` to `most`, ms, for the tick with index 0. */
export interface Lateness {
  readonly least: number;
  readonly most: number;
}

/**
 * The newest ticks of one clock, numbered, and what a steady clock behind them may be. Nothing is
 * supposed of their delays but how large they can be: so every pair of ticks bounds the period, and
 * all pairs together leave very little, whatever the delays have in common.
 *
 * @realtime yes: some hundred comparisons per tick; `spread`, and `slopesWithin` another width, take some thousand.
 */
export class SteadyRun {
  readonly #most: number;
  #indexes: number[] = [];
  #times: number[] = [];
  /** The slopes of the ticks so far in a strip of some width, if they were asked for; every new tick narrows them. */
  #slopes = { width: Number.NaN, least: 0, most: 0 };

  /** `most`: ticks that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#times.length;
  }

  push(index: number, time: number): void {
    this.#indexes.push(index);
    this.#times.push(time);
    this.#narrow(this.length - 1);
    if (this.length <= this.#most) return;
    this.#indexes.shift();
    this.#times.shift();
  }

  /** Forgets all but the newest `count`. */
  keep(count: number): void {
    const gone = this.length - count;
    if (gone <= 0) return;
    this.#slopes.width = Number.NaN;
    this.#indexes.splice(0, gone);
    this.#times.splice(0, gone);
  }

  /** The tick `back` before the newest and all after it are `steps` later in the count than was thought. */
  renumber(back: number, steps: number): void {
    this.#slopes.width = Number.NaN;
    for (let i = this.length - 1 - back; i < this.length; i++) this.#indexes[i] = (this.#indexes[i] ?? 0) + steps;
  }

  /** How the ticks lie by a line of this slope. */
  lateness(slope: number): Lateness {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.length; i++) {
      const offset = (this.#times[i] ?? 0) - slope * (this.#indexes[i] ?? 0);
      if (offset < least) least = offset;
      if (offset > most) most = offset;
    }
    return { least, most };
  }

  /** The width of the narrowest strip between two parallel lines that holds all ticks, ms: no steady clock has them all on time by less. */
  spread(): number {
    const steps = (this.#indexes.at(-1) ?? 0) - (this.#indexes[0] ?? 0);
    if (steps === 0) return 0;
    const mean = ((this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0)) / steps;
    const width = this.#width(mean);
    // The first and the last tick alone allow no other slopes for a strip as narrow as this.
    let low = mean - (2 * width) / steps;
    let high = mean + (2 * width) / steps;
    let narrowest = width;
    for (let round = 0; round < ROUNDS; round++) {
      const one = high - 0.618 * (high - low);
      const other = low + 0.618 * (high - low);
      const [left, right] = [this.#width(one), this.#width(other)];
      narrowest = Math.min(narrowest, left, right);
      if (left < right) high = other;
      else low = one;
    }
    return narrowest;
  }

  /** The slopes by which all ticks lie in a strip of this width. */
  slopesWithin(width: number): Slopes {
    if (width !== this.#slopes.width) {
      this.#slopes = { width, least: 0, most: Number.POSITIVE_INFINITY };
      for (let j = 1; j < this.length; j++) this.#narrow(j);
    }
    return this.#slopes;
  }

  /** By what tick `j` and those before it allow. */
  #narrow(j: number): void {
    const slopes = this.#slopes;
    if (Number.isNaN(slopes.width)) return;
    const index = this.#indexes[j] ?? 0;
    const time = this.#times[j] ?? 0;
    for (let i = 0; i < j; i++) {
      const steps = index - (this.#indexes[i] ?? 0);
      const gap = time - (this.#times[i] ?? 0);
      slopes.least = Math.max(slopes.least, (gap - slopes.width) / steps);
      slopes.most = Math.min(slopes.most, (gap + slopes.width) / steps);
    }
  }

  #width(slope: number): number {
    const { least, most } = this.lateness(slope);
    return most - least;
  }
}
