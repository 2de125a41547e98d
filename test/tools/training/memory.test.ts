import { beforeAll, describe, expect, it } from "vitest";
import { parseMixFile } from "../../../server/music/rhythm/memory/mix-file.ts";
import { DEFAULT_MIX_WEIGHTS, networkMixWeights } from "../../../server/music/rhythm/memory/mix-weights.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { HIT_FIELDS } from "../../../server/tools/training/dataset/piece.ts";
import { FileRecord } from "../../../server/tools/training/dataset/record.ts";
import { answerReport } from "../../../server/tools/training/memory/answers.ts";
import { fitMemory } from "../../../server/tools/training/memory/fit-memory.ts";
import { loopVariety } from "../../../server/tools/training/memory/loop-variety.ts";
import { byBar, overBars, scoreWithMemory } from "../../../server/tools/training/memory/memory-score.ts";
import { useWasm } from "../../../server/tools/training/network/backend.ts";
import { meanNats } from "../../../server/tools/training/score-sequences.ts";
import { sequencesOf } from "../../../server/tools/training/sequences.ts";
import { Random } from "../../../shared/chance/random.ts";
import { syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";

const CHECKPOINT = syntheticCheckpoint({ seed: 7, layers: [8], counterBits: 2 });
const NAMED = [{ name: "made.jsonl", sha256: "0", about: "made here" }];

/** A drummer with a bar of their own, played over and over with a slip now and then. */
const drummer = (seed: number, split: "validation" | "test", numerator = 4, bars = 40): FileRecord => {
  const random = new Random(seed, split);
  const bar = Array.from({ length: numerator * 4 }, () => [0, 1, 2].filter(() => random.next() < 0.4));
  const hits: number[] = [];
  for (let step = 0; step < bars * bar.length; step++) {
    const slip = random.next() < 0.05;
    for (const drum of slip ? [random.integer(9)] : bar[step % bar.length]!) hits.push(step, drum, 100, 0);
  }
  expect(hits.length % HIT_FIELDS).toBe(0);
  return FileRecord.parse({
    source: `${split}-${seed}.mid`,
    split,
    tags: {},
    found: "channel 10",
    notes: { used: hits.length / HIT_FIELDS, merged: 0, unknown: 0, elsewhere: 0 },
    silentBars: 0,
    pieces: [{ metre: { numerator, denominator: 4 }, bpm: 120, steps: bars * bar.length, tiled: 1, hits }],
    otherMetreBars: 0,
    unused: null,
    duplicate: null,
  });
};

const RECORDS = [1, 2].flatMap((seed) => [drummer(seed, "validation", 4, 20), drummer(seed, "test", 4, 20)]);

beforeAll(useWasm);

describe("the mix that is fitted", () => {
  it("predicts drummers it was not fitted on far better than the network, and better than the weights it began with", async () => {
    const fitted = await fitMemory(CHECKPOINT, "here", { records: RECORDS, data: NAMED, seed: 5 });
    const weights = parseMixFile(fitted!.text);
    if ("fault" in weights) throw new Error(weights.fault);
    const model = new DrumModel(CHECKPOINT, "here");
    const sequences = sequencesOf(RECORDS, "test");
    const nats = scoreWithMemory(model, weights, sequences, 1);
    const alone = meanNats(nats.map((each) => each.alone));
    expect(meanNats(nats.map((each) => each.mixed))).toBeLessThan(0.5 * alone);
    const atFirst = scoreWithMemory(model, networkMixWeights(), sequences, 1).map((each) => each.mixed);
    expect(meanNats(nats.map((each) => each.mixed))).toBeLessThan(meanNats(atFirst));
    model.dispose();
  });

  it("is the same for the same seed, to the letter", async () => {
    const order = { records: RECORDS, data: NAMED, seed: 5 };
    const one = await fitMemory(CHECKPOINT, "here", order);
    expect((await fitMemory(CHECKPOINT, "here", order))?.text).toBe(one?.text);
    expect((await fitMemory(CHECKPOINT, "here", { ...order, seed: 6 }))?.text).not.toBe(one?.text);
  });

  it("is none where there is nothing, or too little, to validate on", async () => {
    for (const records of [[drummer(1, "test")], [drummer(1, "validation", 4, 4)]])
      expect(await fitMemory(CHECKPOINT, "here", { records, data: NAMED, seed: 5 })).toBeNull();
  });
});

describe("nats per step with a memory", () => {
  let model: DrumModel;
  beforeAll(() => {
    model = new DrumModel(CHECKPOINT, "here");
  });

  it("are those of the network alone at 0, and in the first step of every piece", () => {
    const sequences = sequencesOf(RECORDS, "test");
    for (const { mixed, alone } of scoreWithMemory(model, DEFAULT_MIX_WEIGHTS, sequences, 0))
      expect(mixed).toEqual(alone);
    const nats = scoreWithMemory(model, DEFAULT_MIX_WEIGHTS, sequences, 1);
    for (const { mixed, alone } of nats) expect(mixed[0]).toBeCloseTo(alone[0]!, 4);
  });

  it("do not depend on what comes later, nor on the pieces before", () => {
    const [first, second] = sequencesOf(RECORDS, "test");
    const both = scoreWithMemory(model, DEFAULT_MIX_WEIGHTS, [first!, second!], 1);
    const cut = { ...second!, symbols: second!.symbols.slice(0, 100) };
    const alone = scoreWithMemory(model, DEFAULT_MIX_WEIGHTS, [cut], 1);
    expect(alone[0]!.mixed).toEqual(both[1]!.mixed.slice(0, 100));
  });

  it("fall bar by bar in the piece's own metre, and count every step once", () => {
    const records = [drummer(1, "test", 3), drummer(2, "test", 5, 20)];
    const sequences = sequencesOf(records, "test");
    const bars = byBar(sequences, scoreWithMemory(model, DEFAULT_MIX_WEIGHTS, sequences, 1));
    expect(bars).toHaveLength(40);
    expect(bars[0]).toMatchObject({ bar: 1, steps: 12 + 20 });
    expect(bars[39]).toMatchObject({ bar: 40, steps: 12 });
    expect(bars.reduce((sum, { steps }) => sum + steps, 0)).toBe(40 * 12 + 20 * 20);
    const early = overBars(bars, 1, 2)!;
    const late = overBars(bars, 9, 16)!;
    expect(late.natsPerStep).toBeLessThan(0.6 * early.natsPerStep);
    expect(overBars(bars, 41, 50)).toBeNull();
  });
});

describe("answers against their calls", () => {
  let model: DrumModel;
  beforeAll(() => {
    model = new DrumModel(CHECKPOINT, "here");
  });

  it("are more like them with a memory of who calls, and more like them than like other players' calls", () => {
    const sequences = sequencesOf(RECORDS, "test");
    const without = answerReport(model, sequences, 0, 10)!;
    const report = answerReport(model, sequences, 1, 10)!;
    expect(report.answers).toBe(10);
    expect(report.ownCall).toBeGreaterThan(2 * without.ownCall);
    expect(report.ownCall).toBeGreaterThan(report.otherPieces);
    expect(report.remembered).toBeGreaterThanOrEqual(report.copied);
    // The drummer's own bar, but for the slips.
    expect(report.drummersOwnCall).toBeGreaterThan(0.7);
    expect(without).toMatchObject({ drummersOwnCall: report.drummersOwnCall, drummersCopied: report.drummersCopied });
    expect(answerReport(model, sequences, 1, 10)).toEqual(report);
  });

  it("are none where nobody plays on after two bars", () => {
    expect(answerReport(model, sequencesOf([drummer(1, "test", 4, 3)], "test"), 1)).toBeNull();
  });
});

describe("a loop of two voices", () => {
  it("has fewer bars that are distinct at a lower temperature, the same for the same seed, and none without a piece", () => {
    const model = new DrumModel(CHECKPOINT, "here");
    const sequences = sequencesOf(RECORDS, "test");
    const few = { pieces: 1, bars: 40 };
    const cold = loopVariety([model, model], sequences, 1, 0.05, few)!;
    const warm = loopVariety([model, model], sequences, 1, 1, few)!;
    expect(cold.distinct[0]).toBeLessThan(warm.distinct[0]!);
    expect(warm.ratio).toBeCloseTo(warm.distinct[0]! / warm.without[0]!, 9);
    expect(loopVariety([model, model], sequences, 1, 0.05, few)).toEqual(cold);
    expect(loopVariety([model], sequencesOf([drummer(1, "test", 4, 15)], "test"), 1, 1)).toBeNull();
    model.dispose();
  });
});
