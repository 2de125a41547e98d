import { describe, expect, it } from "vitest";
import { TempoMap } from "../../../server/io/inputs/tempo-map.ts";
import { beats, bpm } from "../../../shared/time/units.ts";

describe("TempoMap", () => {
  it("counts every stretch at its own tempo", () => {
    const map = new TempoMap(bpm(100), [
      { beat: beats(0), tempo: bpm(120) },
      { beat: beats(4), tempo: bpm(60) },
      { beat: beats(6), tempo: bpm(240) },
    ]);
    expect(map.tempo).toBe(120);
    expect([0, 2, 4, 5, 6, 10].map((beat) => map.toMs(beats(beat)))).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  it("keeps its first tempo until the first change", () => {
    expect(new TempoMap(bpm(120), []).toMs(beats(4))).toBe(2000);
    const late = new TempoMap(bpm(120), [{ beat: beats(2), tempo: bpm(60) }]);
    expect([late.tempo, late.toMs(beats(2)), late.toMs(beats(3))]).toEqual([120, 1000, 2000]);
  });
});
