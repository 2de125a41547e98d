import { LONGEST_PERIOD, SHORTEST_PERIOD } from "./tick.ts";
import { TickHypothesis } from "./tick-hypothesis.ts";

/** How many first ticks are gathered before anything is made of them: a quarter of a beat. */
export const FIRST_TICKS = 6;

/** How many of them may be where the clock is reckoned from: two of three may have been stalled. */
const ANCHORS = 3;
/** What a first guess may be off by: a tick, ms, and the period, as a share of it. */
const DUE_ERROR_MS = 1;
const PERIOD_ERROR = 0.06;
/** If the longer gaps are this much longer than the shorter, every other tick may be an echo. */
const UNEVEN = 2;
/** So many gaps must agree with the period, to this share of it: a heap of old ticks, say, is no beginning. */
const AGREEING = 3;
const AGREEMENT = 0.25;

/**
 * What the first ticks of an unknown clock, the first being tick `index`, may mean, as explanations
 * that stand at the first of them; none if they are not even, or no tempo from 20 to 999 bpm.
 */
export const beginningsOf = (times: readonly number[], index: number): TickHypothesis[] => {
  const gaps = gapsOf(times, 1).sort((a, b) => a - b);
  const uneven = (gaps.at(-2) ?? 0) > UNEVEN * (gaps[1] ?? 0);
  const period = medianSlope(times);
  const guesses = uneven ? [period, 2 * period] : [period];
  if (!agree(gaps, period) && !(uneven && agree(gapsOf(times, 2), 2 * period))) return [];
  return guesses
    .filter((guess) => guess >= SHORTEST_PERIOD && guess <= LONGEST_PERIOD)
    .flatMap((guess) =>
      times
        .slice(0, ANCHORS)
        .map((time, i) => new TickHypothesis(index, time - i * guess, guess, DUE_ERROR_MS, PERIOD_ERROR * guess)),
    );
};

/** From each tick to the one `apart` after it. */
const gapsOf = (times: readonly number[], apart: number): number[] =>
  times.slice(apart).map((time, i) => time - (times[i] ?? time));

const agree = (gaps: readonly number[], period: number): boolean =>
  gaps.filter((gap) => Math.abs(gap - period) <= AGREEMENT * period).length >= AGREEING;

/** The median of the slopes between all pairs of ticks (Theil 1950, Sen 1968): up to a quarter of them may be anywhere. */
const medianSlope = (times: readonly number[]): number => {
  const slopes: number[] = [];
  for (let j = 1; j < times.length; j++)
    for (let i = 0; i < j; i++) slopes.push(((times[j] ?? 0) - (times[i] ?? 0)) / (j - i));
  slopes.sort((a, b) => a - b);
  return slopes[slopes.length >> 1] ?? Number.NaN;
};
