import { describe, expect, it } from "vitest";
import { TempoMap } from "../../../server/io/inputs/tempo-map.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";

describe("TempoMap", () => {
  const map = new TempoMap([
    { at: ms(2000), tempo: bpm(60) },
    { at: ms(0), tempo: bpm(120) },
    { at: ms(4000), tempo: bpm(240) },
  ]);

  it("counts every stretch at its own tempo", () => {
    expect([0, 1000, 2000, 3000, 4000, 5000].map((at) => map.toBeats(ms(at)))).toEqual([0, 2, 4, 5, 6, 10]);
  });

  it("is inverse to itself", () => {
    for (let beat = 0; beat < 12; beat += 0.37) expect(map.toBeats(map.toMs(beats(beat)))).toBeCloseTo(beat, 9);
  });

  it("is 120 bpm where a file names no tempo, and until it names the first", () => {
    expect(new TempoMap([]).toMs(beats(4))).toBe(2000);
    const late = new TempoMap([{ at: ms(1000), tempo: bpm(60) }]);
    expect([late.tempo, late.toBeats(ms(1000)), late.toBeats(ms(2000))]).toEqual([120, 2, 3]);
  });
});
