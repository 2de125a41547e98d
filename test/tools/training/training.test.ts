import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { alphabetOf } from "../../../server/music/rhythm/alphabet.ts";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import type { FileRecord, Split } from "../../../server/tools/training/dataset/record.ts";
import { engineScorer, scorerOf } from "../../../server/tools/training/evaluation/scorer.ts";
import { useWasm } from "../../../server/tools/training/network/backend.ts";
import { arraysOf } from "../../../server/tools/training/network/parameters.ts";
import { DEFAULT_RECIPE, type Recipe } from "../../../server/tools/training/recipe.ts";
import { runTraining, type TrainOrder } from "../../../server/tools/training/run-training.ts";
import { sequencesOf, trainingSequences } from "../../../server/tools/training/sequences.ts";
import { Training } from "../../../server/tools/training/training.ts";
import { Random } from "../../../shared/chance/random.ts";
import { fileRecord } from "../../helpers/file-record.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const RECIPE: Recipe = {
  ...DEFAULT_RECIPE,
  layers: [12, 10],
  lanes: 4,
  window: 8,
  epochs: 4,
  patience: 4,
  averaging: 0.9,
  rate: 0.01,
};

/** Pieces that a listener can learn: one bar over and over, now and then with a snare elsewhere. */
const record = (split: Split, seed: number): FileRecord => {
  const random = new Random(seed);
  const hits: number[] = [];
  for (let step = 0; step < 16 * 6; step++) {
    if (step % 4 === 0) hits.push(step, 0, 100, 10);
    if (step % 8 === 4 || random.next() < 0.05) hits.push(step, 1, 60 + random.integer(20), 100);
  }
  return fileRecord(`${split}${seed}.mid`, split, 6, hits);
};

const RECORDS = [
  ...[1, 2, 3, 4, 5, 6].map((seed) => record("train", seed)),
  record("validation", 7),
  record("test", 8),
];
const DATA = { train: trainingSequences(RECORDS), validation: sequencesOf(RECORDS, "validation") };

const folder = temporaryFolder();
const order = (out: string, change: Partial<TrainOrder> = {}): TrainOrder => ({
  recipe: RECIPE,
  records: RECORDS,
  data: [{ name: "made up", sha256: "0", about: "Ours, CC0." }],
  out: folder.path(out),
  from: null,
  fresh: false,
  force: false,
  command: "antiphon train",
  ...change,
});

/** Trains, and is interrupted after `windows` windows. */
const run = (one: TrainOrder, windows = Number.POSITIVE_INFINITY) => {
  const interrupt = new AbortController();
  let seen = 0;
  let resumed = 0;
  const watcher = {
    signal: interrupt.signal,
    onStart: (epochs: number): void => {
      resumed = epochs;
    },
    onProgress: (): void => {
      if (++seen === windows) interrupt.abort();
    },
    onEpoch: (): void => {},
  };
  return runTraining(one, watcher, monotonicTime).then((result) => ({ ...result, resumed }));
};

const shard = (out: string): Promise<Buffer> => readFile(`${folder.path(out)}/group1-shard1of1.bin`);

beforeAll(useWasm);

describe("training", () => {
  it("learns", async () => {
    const { history, ended, best } = await run(order("learns"));
    expect(ended).toBe("through");
    expect(history).toHaveLength(4);
    expect(history.at(-1)!.validation).toBeLessThan(history[0]!.validation - 0.5);
    expect(best).toBe(history.at(-1));
  });

  it("gives the same weights for the same seed, others for another", async () => {
    const weights = (seed: number): Float32Array[] => {
      const training = new Training({ ...RECIPE, seed }, DATA, monotonicTime);
      for (const _ of training.epoch());
      return arraysOf(training.weights).map((values) => values.slice());
    };
    expect(weights(3)).toEqual(weights(3));
    expect(weights(3)).not.toEqual(weights(4));
  });

  it("goes on after interruptions to the weights it would have had", async () => {
    await run(order("whole"));
    for (const windows of [2, 30, 31]) expect((await run(order("parts"), windows)).ended).toBe("interrupted");
    expect(existsSync(folder.path("parts.training"))).toBe(true);
    const last = await run(order("parts"));
    expect(last.ended).toBe("through");
    expect(last.resumed).toBeGreaterThan(0);
    expect(await shard("parts")).toEqual(await shard("whole"));
    expect(existsSync(folder.path("parts.training"))).toBe(false);
  });

  it("stops when validation gets no better, and keeps the best", async () => {
    // A rate so high that weights wander off from the best they have been.
    const { ended, history, best } = await run(
      order("patient", { recipe: { ...RECIPE, rate: 0.5, epochs: 60, patience: 2 } }),
    );
    expect(ended).toBe("no better");
    expect(history.at(-1)!.epoch - best!.epoch).toBe(2);
    const score = await scorerOf(await readCheckpoint(folder.path("patient")), "patient");
    const [nats] = score(DATA.validation);
    expect(nats!.reduce((a, b) => a + b, 0) / nats!.length).toBeCloseTo(best!.validation, 5);
  });

  it("refuses to go on with an unfinished run of other options, and forgets it when told to", async () => {
    await run(order("other"), 2);
    const changed = order("other", { recipe: { ...RECIPE, dropout: 0.5 } });
    await expect(run(changed)).rejects.toThrow("an unfinished run with other data or options");
    expect((await run({ ...changed, fresh: true })).ended).toBe("through");
  });

  it("refuses a damaged unfinished run in one sentence", async () => {
    await run(order("damaged"), 2);
    const file = folder.path("damaged.training");
    await writeFile(file, (await readFile(file)).subarray(0, 5000));
    await expect(run(order("damaged"))).rejects.toThrow("delete it to start again");
  });

  it("stops when the loss is not a number, and the last good checkpoint stays", async () => {
    await run(order("lost"));
    const before = await shard("lost");
    await expect(run(order("lost", { recipe: { ...RECIPE, rate: 1e38, clip: 1e38 }, force: true }))).rejects.toThrow(
      "The loss is not a number any more",
    );
    expect(await shard("lost")).toEqual(before);
  });

  it("replaces no model that is through unless it is told to, and goes on with one that is not", async () => {
    const once = { recipe: { ...RECIPE, epochs: 1 } };
    await run(order("held", once));
    const before = await shard("held");
    await expect(run(order("held", once))).rejects.toThrow(
      /held: there is a model already, .* replace it with --force\.$/,
    );
    await expect(run(order("held", { ...once, fresh: true }))).rejects.toThrow("--force");
    expect(await shard("held")).toEqual(before);
    const other = { recipe: { ...RECIPE, epochs: 2, seed: 5 }, force: true };
    expect((await run(order("held", other), 20)).ended).toBe("interrupted");
    expect((await run(order("held", { ...other, force: false }))).ended).toBe("through");
    expect(await shard("held")).not.toEqual(before);
  });

  it("refuses data without a training or validation split", async () => {
    await expect(run(order("none", { records: [RECORDS[0]!] }))).rejects.toThrow("nothing in the validation split");
    await expect(run(order("none", { records: [RECORDS[6]!] }))).rejects.toThrow("nothing in the train split");
  });

  it("says so when the checkpoint cannot be written", async () => {
    const file = await folder.write("a-file", "");
    await expect(run(order("", { out: `${file}/model` }))).rejects.toThrow(/could not be (written|kept)/);
  });
});

describe("a trained checkpoint", () => {
  it("scores the same in the engine that plays it, step by step", async () => {
    await run(order("engine"));
    const checkpoint = await readCheckpoint(folder.path("engine"));
    const sequences = sequencesOf(RECORDS, "test");
    const [batch] = (await scorerOf(checkpoint, "engine"))(sequences);
    const [engine] = engineScorer(new DrumModel(checkpoint, "engine"))(sequences);
    expect(batch!.length).toBe(96);
    batch!.forEach((nats, step) => {
      expect(Math.abs(nats - engine![step]!)).toBeLessThan(1e-4);
    });
  });

  it("has its feel, its card and a plot of the loss beside it", async () => {
    await run(order("complete"));
    const { config } = await readCheckpoint(folder.path("complete"));
    const feel = config.antiphon!.feel!;
    // All kicks are alike, but what one would think of a drum one has not heard counts a little.
    expect(feel.velocityMean[0]).toBeGreaterThan(98);
    expect(feel.velocityMean[0]).toBeLessThanOrEqual(100);
    expect(feel.count.reduce((a, b) => a + b)).toBe(
      RECORDS.slice(0, 6).reduce((sum, each) => sum + each.notes.used, 0),
    );
    expect(config.antiphon!.card).toMatchObject({ epochs: 4, recipe: { seed: RECIPE.seed } });
    const text = await readFile(folder.path("complete/CARD.md"), "utf8");
    for (const fact of ["12 + 10 cells", "Ours, CC0.", "| seed | 2017 |"]) expect(text).toContain(fact);
    expect(await readFile(folder.path("complete/loss.svg"), "utf8")).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
  });

  it("can be trained further, at its own size", async () => {
    await run(order("first"));
    const more = await run(
      order("second", {
        from: { named: "first", place: folder.path("first") },
        recipe: { ...RECIPE, layers: [99], epochs: 1 },
      }),
    );
    const checkpoint = await readCheckpoint(folder.path("second"));
    expect(checkpoint.shape.layers).toEqual([12, 10]);
    const first = await run(order("third", { recipe: { ...RECIPE, epochs: 1 } }));
    expect(more.best!.validation).toBeLessThan(first.best!.validation);
  });

  it("keeps the weights it began with when training further makes nothing better, and says so", async () => {
    await run(order("good", { recipe: { ...RECIPE, epochs: 12, rate: 0.05 } }));
    const from = { named: "good", place: folder.path("good") };
    // It learns a beat that the validation split knows nothing of.
    const strange = (seed: number): FileRecord => {
      const hits = Array.from({ length: 24 }, (_, beat) => [4 * beat + 2, 7, 100, 10]).flat();
      return fileRecord(`strange${seed}.mid`, "train", 6, hits);
    };
    const records = [...[1, 2, 3, 4].map(strange), RECORDS[6]!];
    const recipe = { ...RECIPE, rate: 0.05, epochs: 60, patience: 3 };
    const interrupted = await run(order("worse", { from, recipe, records }), 20);
    expect(interrupted).toMatchObject({ ended: "interrupted", best: null });
    const worse = await run(order("worse", { from, recipe, records }));
    expect(worse).toMatchObject({ ended: "no better", best: null });
    expect(worse.history).toHaveLength(3);
    for (const { validation } of worse.history) expect(validation).toBeGreaterThan(worse.before!);
    expect(await shard("worse")).toEqual(await shard("good"));
    const { config } = await readCheckpoint(folder.path("worse"));
    expect(config.antiphon!.card).toMatchObject({ bestEpoch: 0, validationNats: expect.closeTo(worse.before!, 3) });
    expect(await readFile(folder.path("worse/CARD.md"), "utf8")).toContain(
      "none was better than `good`, and these are its weights, unchanged",
    );
  });

  it("has the position counter it was trained with", async () => {
    await run(order("uncounted", { recipe: { ...RECIPE, counterBits: 0, epochs: 1 } }));
    expect((await readCheckpoint(folder.path("uncounted"))).shape.inputs).toBe(alphabetOf(0).inputs);
  });
});
