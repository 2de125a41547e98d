import { describe, expect, it } from "vitest";
import { FeelTable } from "../../../server/core/music/feel-table.ts";
import { LearntFeel, ornamentCell } from "../../../server/core/music/learnt-feel.ts";
import { readFeel } from "../../../server/music/rhythm/checkpoint/read-feel.ts";
import { WRITTEN } from "../../../server/tools/training/dataset/read-written.ts";
import type { FileRecord } from "../../../server/tools/training/dataset/record.ts";
import { feelError } from "../../../server/tools/training/feel/feel-error.ts";
import { feltPieces } from "../../../server/tools/training/feel/felt-pieces.ts";
import { fitFeel } from "../../../server/tools/training/feel/fit-feel.ts";
import { fitHead } from "../../../server/tools/training/feel/fit-head.ts";
import { feelFile, fitLearntFeel } from "../../../server/tools/training/feel/fit-learnt-feel.ts";
import { Random } from "../../../shared/chance/random.ts";
import { fileRecord } from "../../helpers/file-record.ts";

/** Kicks on the beat, late and soft on 2 and 4; hats on eighths, early; one snare in all of them. */
const played = (seed: number): number[] => {
  const random = new Random(seed);
  const hits: number[] = [];
  for (let step = 0; step < 160; step++) {
    const around = (mean: number, sd: number): number => Math.round(mean + sd * random.gaussian());
    if (step % 4 === 0) hits.push(step, 0, around(step % 8 === 0 ? 110 : 70, 3), around(step % 8 === 0 ? 0 : 120, 20));
    if (step === 36 && seed === 1) hits.push(step, 1, 20, 0);
    if (step % 2 === 0) hits.push(step, 2, around(60, 3), around(-100, 20));
  }
  return hits;
};

const RECORDS = [
  ...Array.from({ length: 12 }, (_, seed) => seed + 1).map((seed) =>
    fileRecord(`${seed}.mid`, "train", 10, played(seed)),
  ),
  fileRecord("99.mid", "validation", 10, played(99)),
];

describe("the feel table", () => {
  const table = fitFeel(RECORDS);

  it("is one that a checkpoint can carry", () => {
    expect(FeelTable.safeParse(table).success).toBe(true);
  });

  it("finds velocity and timing of every drum on every step of the bar", () => {
    expect(Math.abs(table.velocityMean[0]! - 110)).toBeLessThan(5);
    expect(Math.abs(table.velocityMean[4]! - 70)).toBeLessThan(5);
    expect(Math.abs(table.offsetMean[4]! - 0.12)).toBeLessThan(0.02);
    expect(Math.abs(table.offsetMean[2 * 16 + 2]! + 0.1)).toBeLessThan(0.01);
    expect(table.count[0]).toBe(120);
  });

  it("trusts a single hit little", () => {
    const cell = 16 + 4;
    expect(table.count[cell]).toBe(1);
    expect(table.velocityMean[cell]).toBeGreaterThan(40);
  });

  it("gives a drum never heard what all drums do, with their spread", () => {
    const crash = 7 * 16;
    expect(table.count[crash]).toBe(0);
    expect(table.velocityMean[crash]).toBeGreaterThan(60);
    expect(table.velocityMean[crash]).toBeLessThan(90);
    expect(table.velocitySd[crash]).toBeGreaterThan(10);
  });

  it("comes nearer to what was played than 100 on the grid", () => {
    const error = feelError({ table, learnt: null }, RECORDS, "validation")!;
    expect(error.hits).toBe(played(99).length / 4);
    expect(error.table!.velocity).toBeLessThan(0.3 * error.constant.velocity);
    expect(error.table!.offset).toBeLessThan(0.5 * error.constant.offset);
  });

  it("comes nearer still when it is moved by a player who is always softer and later", () => {
    const softer = played(50).map((value, index) =>
      index % 4 === 2 ? value - 15 : index % 4 === 3 ? value + 80 : value,
    );
    const records = [fileRecord("soft.mid", "test", 10, softer)];
    const error = feelError({ table, learnt: null }, records, "test")!;
    expect(error.heard!.velocity).toBeLessThan(0.6 * error.table!.velocity);
    expect(error.heard!.offset).toBeLessThan(0.6 * error.table!.offset);
  });

  it("has nothing to say of a split without hits", () => {
    expect(feelError({ table, learnt: null }, RECORDS, "test")).toBeNull();
  });

  it("learns nothing from written patterns, which have no feel", () => {
    const written = { ...fileRecord("w.drums", "train", 10, played(9)), found: WRITTEN };
    expect(fitFeel([...RECORDS, written])).toEqual(table);
  });
});

describe("the learnt feel", () => {
  /** The same with a soft stroke just before every other kick, and ghosts after the loud ones. */
  const ornamented = (seed: number): FileRecord => {
    const record = fileRecord(`${seed}.mid`, seed === 99 ? "validation" : "train", 10, played(seed));
    const ornaments = Array.from({ length: 20 }, (_, i) => [8 * i, 0, 40, -200]).flat();
    return { ...record, pieces: record.pieces.map((piece) => ({ ...piece, ornaments })) };
  };
  const records = [...Array.from({ length: 24 }, (_, seed) => ornamented(seed + 1)), ornamented(99)];
  const table = fitFeel(records);

  it("is the same for the same data and seed, and one that a file can carry", async () => {
    const [one, other] = [await fitLearntFeel(records, table, 3), await fitLearntFeel(records, table, 3)];
    expect(one).toEqual(other);
    expect(LearntFeel.safeParse(JSON.parse(feelFile(one!)["feel.json"]!)).data).toEqual(one);
    const pieces = [...feltPieces(records, "train")].slice(0, 4);
    const [three, again, four] = [await fitHead(pieces, 3), await fitHead(pieces, 3), await fitHead(pieces, 4)];
    expect(again).toEqual(three);
    expect(four.weights).not.toEqual(three.weights);
  });

  it("knows which drum has second hits where, how far from the first and how loud", async () => {
    const { ornaments } = (await fitLearntFeel(records, table, 3))!;
    expect(ornaments.share[ornamentCell(0, 0, 110)]).toBeGreaterThan(0.8);
    expect(ornaments.share[ornamentCell(2, 2, 60)]).toBe(0);
    const figure = ornaments.figures[0]![0]!;
    expect(Math.abs(figure[0]! + 0.2)).toBeLessThan(0.1);
    expect(Math.abs(figure[1]! - 40 / 110)).toBeLessThan(0.05);
    expect(ornaments.figures[2]).toEqual([]);
  });

  it("has no head where that would be no better than the table, and is not there where nobody has played", async () => {
    const [train, validation] = [records.slice(0, 1), records.slice(-1)];
    const nowhere = train.concat(validation).map((record) => ({ ...record, split: "train" as const }));
    expect((await fitLearntFeel(nowhere, table, 3))!.head).toBeNull();
    expect(
      await fitLearntFeel(
        records.map((record) => ({ ...record, found: WRITTEN })),
        table,
        3,
      ),
    ).toBeNull();
  });

  it("expects a hit by earlier steps only: whatever comes later, and how its own step is played, changes nothing", async () => {
    const learnt = (await readFeel("models/groove")).feel;
    const validation = records.at(-1)!;
    const errorOf = (hits: readonly number[]): number => {
      const record = { ...validation, pieces: validation.pieces.map((piece) => ({ ...piece, hits: [...hits] })) };
      const { hits: count, learnt: error } = feelError({ table, learnt }, [record], "validation")!;
      return error!.velocity * count;
    };
    const until = [0, 0, 100, 0, 2, 2, 60, 0, 4, 0, 70, 0];
    // The last step has two drums: the second one's error must not depend on the first one's velocity.
    const two = (kick: number): number => errorOf([...until, 8, 0, kick, 0, 8, 2, 60, 0]);
    const one = (kick: number): number => Math.abs(two(kick) - two(kick + 1));
    for (const kick of [20, 120]) expect(one(kick)).toBeCloseTo(1, 3);
  });
});
