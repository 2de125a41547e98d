import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { readFeel } from "../../../server/music/rhythm/checkpoint/read-feel.ts";
import { openBackend } from "../../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { makeDataset } from "../../../server/tools/training/dataset/make-dataset.ts";
import type { FileRecord, Split } from "../../../server/tools/training/dataset/record.ts";
import { scoreSplit } from "../../../server/tools/training/evaluation/evaluate.ts";
import { NgramModel } from "../../../server/tools/training/evaluation/ngram.ts";
import { scorerOf } from "../../../server/tools/training/evaluation/scorer.ts";
import { answeredOrnaments } from "../../../server/tools/training/feel/answered-ornaments.ts";
import { feelError } from "../../../server/tools/training/feel/feel-error.ts";
import { fitFeel } from "../../../server/tools/training/feel/fit-feel.ts";
import { meanNats } from "../../../server/tools/training/score-sequences.ts";
import { sequencesOf } from "../../../server/tools/training/sequences.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const GROOVE = "../shared/data/gmd/groove";
const there = existsSync(GROOVE);
const folder = temporaryFolder();

describe.skipIf(!there)(`the Groove MIDI Dataset${there ? "" : " (skipped: no ../shared)"}`, () => {
  let records: readonly FileRecord[] = [];

  beforeAll(async () => {
    records = await makeDataset(
      {
        folders: [GROOVE],
        about: "",
        pitches: "note-seq",
        overrides: {},
        channel: "auto",
        loops: "once",
        metre: "4/4",
        duplicates: "keep",
        seed: 1,
        validation: 0,
        test: 0,
        table: { file: `${GROOVE}/info.csv`, splitColumn: "split", where: { time_signature: "4-4" } },
      },
      folder.path("groove.jsonl"),
      () => {},
    );
  });

  const patterns = (split: Split): Uint16Array[] => sequencesOf(records, split).map(({ symbols }) => symbols);

  it("is quantised to the steps that others have measured", () => {
    const steps = (split: Split): number => patterns(split).reduce((sum, symbols) => sum + symbols.length, 0);
    expect([steps("train"), steps("validation")]).toEqual([278_784, 34_832]);
    const train = patterns("train").flatMap((symbols) => [...symbols]);
    expect(new Set(train).size).toBe(151);
    expect(train.filter((symbol) => symbol === 0).length / train.length).toBeCloseTo(0.259, 3);
  });

  it("is as hard for n-grams as others have measured", () => {
    const train = patterns("train");
    const [validation, test] = [patterns("validation"), patterns("test")];
    const known = [
      [1, 2.78, 2.805],
      [2, 2.52, 2.584],
      [4, 2.234, 2.376],
    ] as const;
    for (const [order, onValidation, onTest] of known) {
      const model = new NgramModel(order, train);
      expect(meanNats(validation.map((symbols) => model.score(symbols)))).toBeCloseTo(onValidation, 3);
      expect(meanNats(test.map((symbols) => model.score(symbols)))).toBeCloseTo(onTest, 3);
    }
  });

  it("has a feel that a table catches better than 100 on the grid", () => {
    const { table, constant } = feelError({ table: fitFeel(records), learnt: null }, records, "validation")!;
    expect(table!.velocity).toBeLessThan(constant.velocity);
    expect(table!.offset).toBeLessThan(constant.offset);
  });

  it("has hits whose velocity the shipped feel expects to 12.5 and whose offset to 0.112 steps, on validation", async () => {
    const { feel } = await readFeel("models/groove");
    const { learnt } = feelError({ table: null, learnt: feel }, records, "validation")!;
    expect(learnt!.velocity).toBeLessThanOrEqual(12.5);
    expect(learnt!.offset).toBeLessThanOrEqual(0.112);
  }, 60_000);

  it("has double hits, and so have the shipped model's answers within a fifth", async () => {
    await openBackend();
    const model = new DrumModel(await readCheckpoint("models/groove"), "models/groove");
    const { feel } = await readFeel("models/groove");
    const { played, answered } = answeredOrnaments(model, { table: null, learnt: feel }, records, "validation")!;
    expect(played.share).toBeGreaterThan(0.05);
    expect(Math.abs(answered.share / played.share - 1)).toBeLessThan(0.2);
  }, 300_000);

  it("is predicted by the shipped model to 1.55 nats per step on validation and 1.72 on the test", async () => {
    const checkpoint = await readCheckpoint("models/groove");
    const scorer = await scorerOf(checkpoint, "models/groove");
    expect(scoreSplit(scorer, records, "validation", [])!.model.natsPerStep).toBeLessThanOrEqual(1.55);
    expect(scoreSplit(scorer, records, "test", [])!.model.natsPerStep).toBeLessThanOrEqual(1.72);
    expect(checkpoint.config.antiphon?.feel).toEqual(fitFeel(records));
    // Some seconds; minutes on a machine that does much else.
  }, 300_000);
});
