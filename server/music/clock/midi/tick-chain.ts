import { LONGEST_PERIOD, SHORTEST_PERIOD } from "./tick.ts";

/** A chain begins with one of the first ticks, and goes on with one of the next after it. */
const FIRST = 5;
const NEXT = 6;
/** The next of a chain is this near to where it should be, as a share of the period and in ms. */
const NEAR = 0.1;
const NEAR_AT_MOST = 0.2;
const NEAR_MS = 2.5;
/** How far a tick draws the place and the period of those that follow. */
const PLACE_GAIN = 0.4;
const PERIOD_GAIN = 0.08;
/** It has so many ticks at least, and so many of those it should have. */
const LEAST_TICKS = 9;
const LEAST_SHARE = 0.9;

/** Clocks whose tempi are this near to one another may be one, if their ticks are less or more of a period apart than this. */
const SAME = 0.01;
const TOGETHER = 0.12;
const HALFWAY = 0.35;

/** Of one clock's gaps more than this share is within this share of their median. */
const ALIKE = 0.35;
const ALIKE_SHARE = 0.75;

/** Ticks of one steady clock among those of others. */
export interface TickChain {
  /** When its newest tick was due, and from one to the next, ms. */
  readonly due: number;
  readonly period: number;
  /** How far its ticks are from where they should be, ms, root mean square. */
  readonly noise: number;
  /** Which of the ticks are its own. */
  readonly own: ReadonlySet<number>;
}

/** The chain that takes most of these ticks; null if there is no steady clock among them. */
export const longestChain = (times: readonly number[]): TickChain | null => {
  let best: TickChain | null = null;
  for (let from = 0; from < FIRST; from++)
    for (let second = from + 1; second <= from + NEXT && second < times.length; second++) {
      const chain = follow(times, from, second);
      if (chain !== null && isBetter(chain, best)) best = chain;
    }
  return best;
};

/** The two clocks that these ticks are of, the steadier first; null if it is one, or none, or more. */
export const twoClocksIn = (times: readonly number[]): readonly [TickChain, TickChain] | null => {
  const one = areAlike(times) ? null : longestChain(times);
  if (one === null) return null;
  const other = longestChain(times.filter((_, i) => !one.own.has(i)));
  if (other === null || one.own.size + other.own.size < LEAST_SHARE * times.length || areOne(one, other)) return null;
  return one.noise <= other.noise ? [one, other] : [other, one];
};

/** Whether most gaps are: then it is one clock, however unsteady. */
const areAlike = (times: readonly number[]): boolean => {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const median = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return gaps.filter((gap) => Math.abs(gap - median) < ALIKE * median).length > ALIKE_SHARE * gaps.length;
};

/** Whether they may be every other tick of one clock, or one clock and ticks that come with its own. */
const areOne = (one: TickChain, other: TickChain): boolean => {
  if (Math.abs(one.period / other.period - 1) > SAME) return false;
  const apart = Math.abs(one.due - other.due) / one.period;
  const beside = Math.abs(apart - Math.round(apart));
  return beside < TOGETHER || beside > HALFWAY;
};

const isBetter = (chain: TickChain, best: TickChain | null): boolean =>
  best === null || chain.own.size > best.own.size || (chain.own.size === best.own.size && chain.noise < best.noise);

const follow = (times: readonly number[], from: number, second: number): TickChain | null => {
  const end = times.at(-1) ?? 0;
  let due = times[from] ?? 0;
  let period = (times[second] ?? 0) - due;
  if (period < SHORTEST_PERIOD || period > LONGEST_PERIOD) return null;
  const own = new Set([from]);
  let squares = 0;
  let expected = 1;
  let i = from + 1;
  for (let next = due + period; next < end + NEAR_MS; next = due + period, expected++) {
    while (i + 1 < times.length && Math.abs((times[i + 1] ?? 0) - next) <= Math.abs((times[i] ?? 0) - next)) i++;
    const off = (times[i] ?? 0) - next;
    const isNear = Math.abs(off) < Math.max(NEAR * period, Math.min(NEAR_AT_MOST * period, NEAR_MS)) && !own.has(i);
    due = next + (isNear ? PLACE_GAIN * off : 0);
    if (!isNear) continue;
    period += PERIOD_GAIN * off;
    own.add(i);
    squares += off * off;
  }
  if (own.size < LEAST_TICKS || own.size < LEAST_SHARE * expected) return null;
  return { due, period, noise: Math.sqrt(squares / (own.size - 1)), own };
};
