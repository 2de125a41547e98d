import type { FileRecord, Split } from "../dataset/record.ts";
import { type BarScore, byBar, type MemoryNats } from "../memory/memory-score.ts";
import { meanNats } from "../score-sequences.ts";
import { type SourcedSequence, sequencesOf } from "../sequences.ts";
import { bootstrapInterval, type FileSum, type Interval } from "./bootstrap.ts";
import { NgramModel } from "./ngram.ts";
import type { Scorer } from "./scorer.ts";

/** How well something predicts a split. */
export interface Prediction {
  readonly natsPerStep: number;
  /** e to that: as if so many patterns were equally likely. */
  readonly perplexity: number;
  /** 95 %, over files. */
  readonly interval: Interval;
}

/** How well a model predicts a split with a memory that begins empty with each piece. */
export interface MemoryScore extends Prediction {
  readonly byBar: readonly BarScore[];
  /** The same of pieces of LONG_BARS bars and more; empty where there are none. */
  readonly longByBar: readonly BarScore[];
}

/** Scores pieces with the memory; see `scoreWithMemory`. */
export type MemoryScorer = (sequences: readonly SourcedSequence[]) => MemoryNats[];

/** From so many bars on a piece is long enough to tell whether hearing more helps. */
export const LONG_BARS = 32;

interface FileScore {
  readonly file: string;
  readonly steps: number;
  readonly natsPerStep: number;
}

interface SplitScore {
  readonly split: Split;
  readonly files: readonly FileScore[];
  readonly steps: number;
  readonly model: Prediction;
  /** The network with a memory; null when it was not asked for. */
  readonly memory: MemoryScore | null;
  /** By name: unigram, bigram, ... each trained on the training split. */
  readonly ngrams: Readonly<Record<string, Prediction>>;
}

/** Longest context tried, in patterns. */
const HIGHEST_ORDER = 6;

const BOOTSTRAP_SEED = 1;

/** Scores whole pieces of one split. Throws nothing: a split without files gives undefined. */
export const scoreSplit = (
  scorer: Scorer,
  records: readonly FileRecord[],
  split: Split,
  ngrams: readonly NgramModel[],
  memoryScorer: MemoryScorer | null = null,
): SplitScore | undefined => {
  const sequences = sequencesOf(records, split);
  if (sequences.length === 0) return undefined;
  const files = sumByFile(sequences, scorer(sequences));
  const steps = sequences.reduce((sum, { symbols }) => sum + symbols.length, 0);
  const baselines = ngrams.map((model) => {
    const nats = sequences.map(({ symbols }) => model.score(symbols));
    return [ngramName(model.order), predictionOf(sumByFile(sequences, nats))];
  });
  return {
    split,
    files: [...files].map(([file, sum]) => ({ file, steps: sum.steps, natsPerStep: sum.nats / sum.steps })),
    steps,
    model: predictionOf(files),
    memory: memoryScorer && memoryScore(sequences, memoryScorer(sequences)),
    ngrams: Object.fromEntries(baselines),
  };
};

const memoryScore = (sequences: readonly SourcedSequence[], nats: readonly MemoryNats[]): MemoryScore => {
  const long = [...sequences.keys()].filter((at) => {
    const { symbols, stepsPerBar } = sequences[at]!;
    return symbols.length >= LONG_BARS * stepsPerBar;
  });
  return {
    ...predictionOf(
      sumByFile(
        sequences,
        nats.map(({ mixed }) => mixed),
      ),
    ),
    byBar: byBar(sequences, nats),
    longByBar: byBar(
      long.map((at) => sequences[at]!),
      long.map((at) => nats[at]!),
    ),
  };
};

/** The unigram, the bigram, and whichever n-gram predicts the validation split best (none without one). */
export const trainNgrams = (records: readonly FileRecord[]): NgramModel[] => {
  const symbolsOf = (split: Split): Uint16Array[] => sequencesOf(records, split).map(({ symbols }) => symbols);
  const train = symbolsOf("train");
  const validation = symbolsOf("validation");
  if (train.length === 0) return [];
  const simple = [new NgramModel(1, train), new NgramModel(2, train)];
  if (validation.length === 0) return simple;
  let best: { model: NgramModel; nats: number } | undefined;
  for (let order = 3; order <= HIGHEST_ORDER; order++) {
    const model = new NgramModel(order, train);
    const nats = meanNats(validation.map((symbols) => model.score(symbols)));
    if (best === undefined || nats < best.nats) best = { model, nats };
  }
  return [...simple, best!.model];
};

/** What is best on one split need not be on another. */
const ngramName = (order: number): string => ["unigram", "bigram"][order - 1] ?? `${order}-gram, chosen on validation`;

const sumByFile = (sequences: readonly SourcedSequence[], nats: readonly Float64Array[]): Map<string, FileSum> => {
  const sums = new Map<string, FileSum>();
  sequences.forEach(({ source }, index) => {
    const before = sums.get(source) ?? { nats: 0, steps: 0 };
    const own = nats[index]!;
    sums.set(source, { nats: before.nats + own.reduce((a, b) => a + b, 0), steps: before.steps + own.length });
  });
  return sums;
};

const predictionOf = (files: ReadonlyMap<string, FileSum>): Prediction => {
  const sums = [...files.values()];
  const nats = sums.reduce((sum, file) => sum + file.nats, 0);
  const steps = sums.reduce((sum, file) => sum + file.steps, 0);
  return {
    natsPerStep: nats / steps,
    perplexity: Math.exp(nats / steps),
    interval: bootstrapInterval(sums, BOOTSTRAP_SEED),
  };
};
