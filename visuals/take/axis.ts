import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import type { Part } from "./part.ts";

/** A bar line that is numbered. */
export interface Tick {
  readonly seconds: number;
  readonly bar: number;
}

/** Bars between two numbers are so many: people count in fours. */
const STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

/** The numbered bar lines of the part shown, evenly spaced by bars: at most `most` over its width, and one in any case. */
export const ticksOf = (
  { slices, seconds: length }: TakeSummary,
  { from, to }: Part,
  most: number,
): readonly Tick[] => {
  // A take that is compared with a longer one fills a part of the width only.
  const room = Math.max(1, most * Math.min(1, (length - from) / (to - from)));
  const shown = slices.seconds
    .map((seconds, i) => ({ seconds, bar: slices.bar[i] ?? 1 }))
    .filter(({ seconds }) => seconds >= from && seconds <= to);
  const at = (step: number) => shown.filter(({ bar }) => (bar - 1) % step === 0);
  return at(STEPS.find((step) => at(step).length <= room) ?? Number.POSITIVE_INFINITY);
};

/** The bar at a moment, from 1. */
export const barAt = ({ slices, seconds: length }: TakeSummary, seconds: number): number => {
  const index = Math.max(
    0,
    slices.seconds.findLastIndex((start) => start <= seconds),
  );
  const from = slices.seconds[index] ?? 0;
  const to = slices.seconds[index + 1] ?? length;
  const inSlice = to > from ? Math.floor(((seconds - from) / (to - from)) * slices.bars) : 0;
  return (slices.bar[index] ?? 1) + Math.max(0, Math.min(slices.bars - 1, inSlice));
};
