import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../../server/tools/training/evaluation/bootstrap.ts";
import { CONTEXT_BARS, contextReport } from "../../../server/tools/training/evaluation/context.ts";
import { scoreSplit, trainNgrams } from "../../../server/tools/training/evaluation/evaluate.ts";
import { NgramModel } from "../../../server/tools/training/evaluation/ngram.ts";
import type { Scorer } from "../../../server/tools/training/evaluation/scorer.ts";
import { Random } from "../../../shared/chance/random.ts";
import { fileRecord } from "../../helpers/file-record.ts";

describe("an n-gram", () => {
  it("mixes counts with shorter contexts as Witten and Bell do", () => {
    const model = new NgramModel(2, [Uint16Array.of(1, 1, 2)]);
    // Unigram: 1 twice, 2 once, two kinds: p(1) = (2 + 2/512) / 5.
    const unigram = (count: number): number => (count + 2 / 512) / 5;
    // After 1 came 1 and 2, two kinds: p(2 | 1) = (1 + 2 p(2)) / 4. At the start came 1: p = (1 + p(1)) / 2.
    const [first, second] = model.score(Uint16Array.of(1, 2));
    expect(Math.exp(-first!)).toBeCloseTo((1 + unigram(2)) / 2, 12);
    expect(Math.exp(-second!)).toBeCloseTo((1 + 2 * unigram(1)) / 4, 12);
  });

  it("is a distribution, after contexts never heard too", () => {
    const random = new Random(1);
    const text = Uint16Array.from({ length: 500 }, () => random.integer(6));
    const model = new NgramModel(4, [text]);
    for (const context of [[], [3], [1, 2, 0], [400, 5]]) {
      let sum = 0;
      for (let symbol = 0; symbol < 512; symbol++)
        sum += Math.exp(-model.score(Uint16Array.of(...context, symbol)).at(-1)!);
      expect(sum).toBeCloseTo(1, 9);
    }
  });
});

describe("an evaluation", () => {
  const bars = (count: number, drum: number) =>
    Array.from({ length: count * 4 }, (_, beat) => [beat * 4, drum, 100, 0]).flat();
  const records = [
    fileRecord("a.mid", "train", 8, bars(8, 0)),
    fileRecord("b.mid", "validation", 4, bars(4, 0)),
    fileRecord("c.mid", "test", 40, bars(40, 0)),
    fileRecord("d.mid", "test", 2, bars(2, 1)),
  ];
  /** Half a nat a step, plus one for each step of a snare. */
  const scorer: Scorer = (sequences) =>
    sequences.map(({ symbols }) => Float64Array.from(symbols, (symbol) => (symbol === 2 ? 1.5 : 0.5)));

  it("is the mean over all steps, with every file for itself", () => {
    const score = scoreSplit(scorer, records, "test", trainNgrams(records))!;
    expect(score.steps).toBe(42 * 16);
    expect(score.model.natsPerStep).toBeCloseTo(0.5 + 8 / (42 * 16), 12);
    expect(score.model.perplexity).toBeCloseTo(Math.exp(score.model.natsPerStep), 12);
    expect(score.files).toEqual([
      { file: "c.mid", steps: 640, natsPerStep: 0.5 },
      { file: "d.mid", steps: 32, natsPerStep: 0.75 },
    ]);
    expect(Object.keys(score.ngrams)).toEqual([
      "unigram",
      "bigram",
      expect.stringMatching(/^\d-gram, chosen on validation$/),
    ]);
  });

  it("has nothing to say of a split without files", () => {
    expect(scoreSplit(scorer, records.slice(0, 2), "test", [])).toBeUndefined();
  });

  it("is the same when it is done twice", () => {
    const ngrams = trainNgrams(records);
    expect(scoreSplit(scorer, records, "test", ngrams)).toEqual(scoreSplit(scorer, records, "test", ngrams));
  });

  it("shows how much hearing more helps, on the same bars", () => {
    // A listener that is the better the more it has heard since its state was zero.
    const learner: Scorer = (sequences) =>
      sequences.map(({ symbols }) => Float64Array.from(symbols, (_, step) => 1 / (1 + Math.floor(step / 16))));
    const report = contextReport(learner, records, "test")!;
    expect(report.pieces).toBe(1);
    expect(report.targetBars).toBe(2);
    expect(report.rows.map((row) => row.barsHeard)).toEqual([...CONTEXT_BARS]);
    for (const { barsHeard, onlyThese, asItGoes } of report.rows) {
      expect(onlyThese).toBeCloseTo(1 / (1 + barsHeard), 12);
      expect(asItGoes).toBeCloseTo(1 / (1 + barsHeard), 12);
    }
    expect(report.carried).toBeCloseTo((1 / 33 + 1 / 37) / 2, 12);
    expect(contextReport(learner, records, "validation")).toBeUndefined();
  });
});

describe("the interval over files", () => {
  it("holds the true mean about 95 times in 100", () => {
    const random = new Random(2);
    let held = 0;
    for (let trial = 0; trial < 200; trial++) {
      const files = Array.from({ length: 60 }, () => ({ nats: 100 * (2 + random.gaussian()), steps: 100 }));
      const { low, high } = bootstrapInterval(files, trial);
      if (low <= 2 && 2 <= high) held++;
    }
    expect(held / 200).toBeGreaterThan(0.9);
    expect(held / 200).toBeLessThan(0.99);
  });
});
