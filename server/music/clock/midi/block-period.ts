import { SteadyRun } from "./steady-run.ts";

/** Periods of drivers, ms: shorter ones are noise, longer ones no driver has. */
const SHORTEST = 3;
const LONGEST = 45;
/** Ticks this near to one another, ms, came in one block; nearer than this, at one moment: no cable carries two in it. */
export const TOGETHER = 1.2;
const AT_ONCE = 0.31;
/** Blocks lie this near to even, as a share of their period, root mean square. */
const EVEN = 0.08;
/** ...and none is farther off than this. */
const FARTHEST = 0.16;
/** Fewer blocks than this show nothing. */
const LEAST_BLOCKS = 6;
/** A clock in blocks has no tick later than one of them, but for so much: of a block, and ms. */
const SLACK = 0.1;
const SLACK_MS = 1;
/** What happened once is believed with so many blocks before and after it, for it may have been a tick that was late; what may be a loss or an echo, if it comes again so often, at even distances. */
const SETTLED = 3;
const AGAIN = 2;
/** ...which with an unsteady clock are within this share of one another, and the more of them are needed. */
const REGULAR = 0.3;
/** What has more than one sort of unevenness needs so many places, and such a share of all. */
const MANY = 12;
const MANY_SHARE = 0.25;

/** Ticks by when they came: the blocks' gaps, in periods of a block, and how many ticks each block brought. */
interface Blocks {
  readonly period: number;
  readonly gaps: readonly number[];
  readonly sizes: readonly number[];
}

/**
 * The period of the blocks, ms, in which a driver or a wireless link hands over these ticks; null if
 * they do not come in blocks, or nothing shows it yet: then all that is known of their times is even.
 *
 * Blocks are even and tick times are not: between two blocks there is now one period and now two, or
 * now one tick and now two in each. A lost tick and an echo can look the same once, but not again
 * and again in the same order: so every tick counts, and none may be later than one block by the line.
 */
export const blockPeriodOf = (times: readonly number[]): number | null => {
  const blocks = blocksOf(times);
  if (blocks === null || !isUneven(blocks, times)) return null;
  const run = new SteadyRun(times.length);
  for (const [i, time] of times.entries()) run.push(i, time);
  return run.spread() <= blocks.period * (1 + SLACK) + SLACK_MS ? blocks.period : null;
};

/** Whether most ticks come two or more at a time: a clock and its echo, or blocks, which only their count tells apart. */
export const areBunched = (times: readonly number[]): boolean => mode(gathered(times).sizes.slice(1, -1)) > 1;

/** The most even blocks that the ticks can lie in. */
const blocksOf = (times: readonly number[]): Blocks | null => {
  const { starts, sizes } = gathered(times);
  const apart = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
  if (apart.length < LEAST_BLOCKS) return null;
  const median = [...apart].sort((a, b) => a - b)[apart.length >> 1] ?? 0;
  let parts = 0;
  let unevenness = EVEN;
  for (let tried = 1; median / tried >= SHORTEST; tried++) {
    const off = unevennessBy(apart, median / tried);
    // With nothing to choose between them, the longest: its parts fit as well.
    if (off >= unevenness - 1e-3) continue;
    unevenness = off;
    parts = tried;
  }
  if (parts === 0) return null;
  const gaps = apart.map((gap) => blocksIn(gap, median / parts));
  const period = sum(apart) / sum(gaps);
  return period > LONGEST || period < SHORTEST ? null : { period, gaps, sizes };
};

const blocksIn = (gap: number, period: number): number => Math.max(1, Math.round(gap / period));

/** How far gaps are from whole blocks of about this period, as a share of one, root mean square. */
const unevennessBy = (gaps: readonly number[], rough: number): number => {
  let time = 0;
  let blocks = 0;
  for (const gap of gaps) {
    time += gap;
    blocks += blocksIn(gap, rough);
  }
  let squares = 0;
  for (const gap of gaps) {
    const off = gap / (time / blocks) - blocksIn(gap, rough);
    if (Math.abs(off) > FARTHEST) return 1;
    squares += off * off;
  }
  return Math.sqrt(squares / gaps.length);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const gathered = (times: readonly number[]): { starts: number[]; sizes: number[] } => {
  const starts: number[] = [];
  const sizes: number[] = [];
  for (const [i, time] of times.entries())
    if (i > 0 && time - (times[i - 1] ?? 0) < TOGETHER) sizes.push((sizes.pop() ?? 0) + 1);
    else {
      starts.push(time);
      sizes.push(1);
    }
  return { starts, sizes };
};

/** Whether something shows that these are blocks, and no clock whose every tick comes on time. */
const isUneven = ({ gaps, sizes }: Blocks, times: readonly number[]): boolean => {
  // The first and the last block may be cut.
  const whole = [mode(sizes), ...sizes.slice(1, -1), mode(sizes)];
  const usualGap = mode(gaps);
  const usualSize = mode(whole);
  const odd = [...gaps.keys()].filter((i) => gaps[i] !== usualGap || whole[i] !== usualSize);
  const last = odd.at(-1);
  if (last === undefined) return false;
  const kinds = kindsOf(gaps) + kindsOf(whole);
  // A tick that was late makes a long gap and a short one, and nothing moves. So do blocks where their clock is
  // unsteady; but then there are many, or all that comes after them has moved.
  const moved = Math.abs(sum(gaps) - gaps.length * usualGap - sum(whole) + whole.length * usualSize);
  if (kinds > 1) return moved > (usualGap === 1 ? AGAIN : 1) || odd.length >= Math.max(MANY, MANY_SHARE * gaps.length);
  const likeLost = usualGap === 1 && gaps.some((gap) => gap > 1);
  const likeEcho = usualSize === 1 && whole.some((size) => size > 1) && longestTogether(times) > AT_ONCE;
  if (likeLost || likeEcho) return isRegular(odd);
  return odd.length > 1 || Math.min(last, gaps.length - 1 - last) >= SETTLED;
};

/** From the least to the most of them, in steps. */
const kindsOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

const isRegular = (places: readonly number[]): boolean => {
  const apart = places.slice(1).map((place, i) => place - (places[i] ?? 0));
  return (
    (apart.length >= AGAIN && kindsOf(apart) <= 1) ||
    (apart.length > AGAIN && kindsOf(apart) <= (REGULAR * sum(apart)) / apart.length)
  );
};

const longestTogether = (times: readonly number[]): number =>
  times.slice(1).reduce((longest, time, i) => {
    const gap = time - (times[i] ?? 0);
    return gap < TOGETHER ? Math.max(longest, gap) : longest;
  }, 0);

const mode = (values: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [1, 0])[0];
};
