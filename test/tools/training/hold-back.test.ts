import { describe, expect, it } from "vitest";
import { withValidation } from "../../../server/tools/training/dataset/hold-back.ts";
import { HIT_FIELDS, Piece } from "../../../server/tools/training/dataset/piece.ts";
import type { FileRecord, Split } from "../../../server/tools/training/dataset/record.ts";

/** A snare on every beat of so many bars, each louder than the one before. */
const piece = (bars: number, numerator = 4): Piece =>
  Piece.parse({
    metre: { numerator, denominator: 4 },
    bpm: 100,
    steps: bars * numerator * 4,
    tiled: bars <= 4 ? Math.ceil(8 / bars) : 1,
    hits: [...Array(bars * numerator).keys()].flatMap((beat) => [beat * 4, 1, beat + 1, 7]),
    ornaments: [...Array(bars).keys()].flatMap((bar) => [bar * numerator * 4, 1, 5, 100]),
  });

const record = (source: string, split: Split, pieces: readonly Piece[]): FileRecord => ({
  source,
  split,
  tags: {},
  found: "live voices",
  notes: { used: 1, merged: 0, unknown: 0, elsewhere: 0, broken: 0, clamped: 0 },
  struck: {},
  passedOver: [],
  silentBars: 0,
  pieces: [...pieces],
  otherMetreBars: 0,
  unused: null,
  duplicate: null,
});

const velocities = (pieces: readonly Piece[]): number[] =>
  pieces.flatMap(({ hits }) => hits.filter((_, index) => index % HIT_FIELDS === 2));

describe("data that chance has put into one split", () => {
  it("are cut in time, each file by itself: what was played first is learnt, the last fifth is held back", () => {
    for (const split of ["train", "validation", "test"] as const) {
      const found = withValidation([record("one", split, [piece(6), piece(4, 3)]), record("two", split, [piece(20)])]);
      expect(found.map(({ source, split }) => [source, split])).toEqual([
        ["one", "train"],
        ["one", "validation"],
        ["two", "train"],
        ["two", "validation"],
      ]);
      const [train, validation] = found;
      expect(train?.pieces.map(({ steps }) => steps)).toEqual([6 * 16, 2 * 12]);
      expect(validation?.pieces.map(({ steps }) => steps)).toEqual([2 * 12]);
      expect(velocities(train!.pieces)).toEqual([...velocities([piece(6)]), 1, 2, 3, 4, 5, 6]);
      expect(velocities(validation!.pieces)).toEqual([7, 8, 9, 10, 11, 12]);
      expect(validation!.pieces[0]).toMatchObject({ tiled: 4, ornaments: [0, 1, 5, 100, 12, 1, 5, 100] });
      for (const { pieces } of found) for (const each of pieces) expect(Piece.safeParse(each).success).toBe(true);
    }
  });

  it("leave alone what is for the test, where there is something else", () => {
    for (const split of ["train", "validation"] as const) {
      const found = withValidation([record("one", split, [piece(20)]), record("two", "test", [piece(20)])]);
      expect(found.map(({ source, split }) => [source, split])).toEqual([
        ["one", "train"],
        ["one", "validation"],
        ["two", "test"],
      ]);
    }
  });

  it("stay as they are where both splits have some, and one bar stays whole", () => {
    const records = [record("one", "train", [piece(6)]), record("two", "validation", [piece(6)])];
    expect(withValidation(records)).toBe(records);
    expect(withValidation([record("one", "test", [piece(1)])])).toEqual([record("one", "train", [piece(1)])]);
  });
});
