import { COMMON_TIME, stepsPerBar } from "../../../../shared/time/metre.ts";
import type { FileRecord, Split } from "../dataset/record.ts";
import type { Sequence } from "../lanes.ts";
import { sequencesOf } from "../sequences.ts";
import type { Scorer } from "./scorer.ts";

/** Bars heard, as the experiment's rows. */
export const CONTEXT_BARS = [1, 2, 4, 8, 16, 32] as const;

/** Every so many bars of a piece one is predicted. */
const TARGET_EVERY = 4;

const BAR = stepsPerBar(COMMON_TIME);

interface ContextRow {
  readonly barsHeard: number;
  /** Nats per step of the same bars everywhere, after just the bars before them, state zero at first. */
  readonly onlyThese: number;
  /** Nats per step of a piece's bar that comes after so many, state carried from its beginning. */
  readonly asItGoes: number;
}

export interface ContextReport {
  readonly pieces: number;
  readonly targetBars: number;
  /** Nats per step of the target bars after everything before them in the piece, state carried. */
  readonly carried: number;
  readonly rows: readonly ContextRow[];
}

/**
 * Does a model play better the longer it listens? Predicts bars of pieces of more than 32 bars, once
 * with the state carried from the beginning of the piece and once from a state of zero that has heard
 * only the last 1 to 32 bars. The target bars are the same throughout, so that what differs is the
 * hearing and not the bars. Undefined when no piece is long enough.
 */
export const contextReport = (
  scorer: Scorer,
  records: readonly FileRecord[],
  split: Split,
): ContextReport | undefined => {
  const longest = CONTEXT_BARS.at(-1)!;
  const pieces = sequencesOf(records, split).filter(({ symbols }) => symbols.length > longest * BAR);
  if (pieces.length === 0) return undefined;
  const whole = scorer(pieces);
  const targets: { readonly piece: number; readonly bar: number }[] = [];
  for (const [piece, { symbols }] of pieces.entries())
    for (let bar = longest; bar < Math.floor(symbols.length / BAR); bar += TARGET_EVERY) targets.push({ piece, bar });
  return {
    pieces: pieces.length,
    targetBars: targets.length,
    carried: mean(targets.map(({ piece, bar }) => barMean(whole[piece]!, bar))),
    rows: CONTEXT_BARS.map((barsHeard) => {
      const cut = targets.map(({ piece, bar }) => lastBars(pieces[piece]!, bar, barsHeard));
      return {
        barsHeard,
        onlyThese: mean(scorer(cut).map((nats) => barMean(nats, barsHeard))),
        asItGoes: mean(whole.map((nats) => barMean(nats, barsHeard))),
      };
    }),
  };
};

/** A bar and the `heard` bars before it. */
const lastBars = ({ symbols }: Sequence, bar: number, heard: number): Sequence => {
  const origin = (bar - heard) * BAR;
  return { symbols: symbols.subarray(origin, (bar + 1) * BAR), origin };
};

const barMean = (nats: Float64Array, bar: number): number => mean([...nats.subarray(bar * BAR, (bar + 1) * BAR)]);

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
