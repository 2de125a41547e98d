import { describe, expect, it } from "vitest";
import { BeatGrid } from "../../../server/io/output/beat-grid.ts";
import { barOf, isMetre, startOfBar } from "../../../shared/time/metre.ts";
import { beats } from "../../../shared/time/units.ts";

const take = (numerator: number, denominator: number, from: number, count: number) => {
  const grid = new BeatGrid({ numerator, denominator }, beats(from));
  return Array.from({ length: count }, () => {
    const place = [grid.beat, grid.bar];
    grid.advance();
    return place;
  });
};

describe("the beats that are announced", () => {
  it("are the quarter notes of 4/4", () => {
    expect(take(4, 4, 2.5, 3)).toEqual([
      [3, 0],
      [4, 1],
      [5, 1],
    ]);
  });

  it("begin anew at every bar line of 7/8", () => {
    expect(take(7, 8, 0, 6).map(([beat]) => beat)).toEqual([0, 1, 2, 3, 3.5, 4.5]);
  });

  it("begin with a beat that is there, in spite of rounding, and with none before 0", () => {
    expect(take(4, 4, 3 + 1e-9, 1)).toEqual([[3, 0]]);
    expect(take(4, 4, -2.5, 1)).toEqual([[0, 0]]);
  });

  it("hold every bar line once, in every metre and from anywhere", () => {
    for (let numerator = 1; numerator <= 17; numerator++)
      for (const denominator of [2, 4, 8, 16]) {
        const metre = { numerator, denominator };
        expect(isMetre(metre)).toBe(true);
        for (const from of [0, 0.3, 7.77]) {
          const places = take(numerator, denominator, from, 60);
          places.forEach(([beat, bar], i) => {
            expect(barOf(beats(beat!), metre)).toBe(bar);
            if (i > 0) expect(beat).toBeGreaterThan(places[i - 1]![0]!);
          });
          const first = places[0]![1]! + 1;
          const last = places.at(-1)![1]!;
          for (let bar = first; bar <= last; bar++)
            expect(places.filter(([beat]) => beat === startOfBar(bar, metre))).toHaveLength(1);
        }
      }
  });
});
