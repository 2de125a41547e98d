import { describe, expect, it } from "vitest";
import { FeelTable } from "../../../server/core/music/feel-table.ts";
import { Feel } from "../../../server/music/band/feel.ts";
import { WRITTEN } from "../../../server/tools/training/dataset/read-written.ts";
import { feelError } from "../../../server/tools/training/feel/feel-error.ts";
import { fitFeel } from "../../../server/tools/training/feel/fit-feel.ts";
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
    const error = feelError(table, RECORDS, "validation")!;
    expect(error.hits).toBe(played(99).length / 4);
    expect(error.table.velocity).toBeLessThan(0.3 * error.constant.velocity);
    expect(error.table.offset).toBeLessThan(0.5 * error.constant.offset);
  });

  it("comes nearer still when it is moved by a player who is always softer and later", () => {
    const softer = played(50).map((value, index) =>
      index % 4 === 2 ? value - 15 : index % 4 === 3 ? value + 80 : value,
    );
    const records = [fileRecord("soft.mid", "test", 10, softer)];
    const error = feelError(table, records, "test", (fitted) => new Feel(fitted))!;
    expect(error.heard!.velocity).toBeLessThan(0.6 * error.table.velocity);
    expect(error.heard!.offset).toBeLessThan(0.6 * error.table.offset);
  });

  it("has nothing to say of a split without hits", () => {
    expect(feelError(table, RECORDS, "test")).toBeNull();
  });

  it("learns nothing from written patterns, which have no feel", () => {
    const written = { ...fileRecord("w.drums", "train", 10, played(9)), found: WRITTEN };
    expect(fitFeel([...RECORDS, written])).toEqual(table);
  });
});
