import { type Beats, beats } from "../../../shared/time/units.ts";

/** A moment of a take, in seconds from its beginning, and the beat of its music that lies there. */
export interface Knot {
  readonly seconds: number;
  readonly beat: Beats;
}

/** A tempo that holds from its beat on. */
export interface TempoChange extends Knot {
  /** Quarter notes a minute. */
  readonly bpm: number;
}

/** Moments this close to one another are one: the transport tells no smaller change (0.1 ms). */
const SAME_SECONDS = 0.0001;

/**
 * Seconds to beats and back along straight stretches between knots, both rising; before the first and behind the last
 * it goes on as there. A knot that lies on the line of its neighbours to 0.1 ms is left out, so that a clock that is
 * followed tick by tick does not make a tempo of each tick.
 */
export class TempoLine {
  readonly changes: readonly TempoChange[];

  /** At least two knots. */
  constructor(knots: readonly Knot[]) {
    const kept = thinned(knots);
    this.changes = kept.slice(0, -1).map((knot, i) => ({ ...knot, bpm: slope(knot, kept[i + 1]!) * 60 }));
  }

  toBeat(seconds: number): Beats {
    const from = this.#before((change) => change.seconds <= seconds);
    return beats(from.beat + ((seconds - from.seconds) * from.bpm) / 60);
  }

  toSeconds(beat: Beats): number {
    const from = this.#before((change) => change.beat <= beat);
    return from.seconds + ((beat - from.beat) * 60) / from.bpm;
  }

  /** The last change that has come, by halving. */
  #before(hasCome: (change: TempoChange) => boolean): TempoChange {
    let low = 0;
    let high = this.changes.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (hasCome(this.changes[middle]!)) low = middle;
      else high = middle;
    }
    return this.changes[low]!;
  }
}

const slope = (from: Knot, to: Knot): number => (to.beat - from.beat) / (to.seconds - from.seconds);

/** From each kept knot to the furthest that a straight line reaches within the tolerance of all between. */
const thinned = (knots: readonly Knot[]): Knot[] => {
  const rising: Knot[] = [];
  for (const knot of knots) {
    const last = rising.at(-1);
    if (last === undefined || (knot.seconds > last.seconds && knot.beat > last.beat)) rising.push(knot);
  }
  const kept = [rising[0]!];
  for (let from = 0; from < rising.length - 1; ) {
    const start = rising[from]!;
    let least = 0;
    let most = Number.POSITIVE_INFINITY;
    let reached = from + 1;
    for (let next = from + 1; next < rising.length; next++) {
      const knot = rising[next]!;
      const way = slope(start, knot);
      if (way >= least && way <= most) reached = next;
      const rise = knot.beat - start.beat;
      const run = knot.seconds - start.seconds;
      least = Math.max(least, rise / (run + SAME_SECONDS));
      most = Math.min(most, run > SAME_SECONDS ? rise / (run - SAME_SECONDS) : Number.POSITIVE_INFINITY);
      if (least > most) break;
    }
    kept.push(rising[reached]!);
    from = reached;
  }
  return kept;
};
