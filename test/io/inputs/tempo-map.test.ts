import { describe, expect, it } from "vitest";
import { TempoMap } from "../../../server/io/inputs/tempo-map.ts";
import { Random } from "../../../shared/chance/random.ts";
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

  it("agrees with adding up beat by beat, for 1,000 maps", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = new Random(seed, "tempo map");
      const changes = new Map<number, number>();
      for (let count = random.integer(6); count > 0; count--) changes.set(random.integer(32), 30 + random.integer(270));
      const sorted = [...changes].sort(([a], [b]) => a - b);
      const map = new TempoMap(
        bpm(120),
        sorted.map(([beat, tempo]) => ({ beat: beats(beat), tempo: bpm(tempo) })),
      );
      let at = 0;
      let tempo = 120;
      for (let beat = 0; beat < 40; beat++) {
        tempo = changes.get(beat) ?? tempo;
        const found = map.toMs(beats(beat));
        if (Math.abs(found - at) > 1e-6) expect.unreachable(`seed ${seed}, beat ${beat}: ${found}, not ${at}`);
        at += 60_000 / tempo;
      }
    }
  });

  it("keeps its first tempo until the first change", () => {
    expect(new TempoMap(bpm(120), []).toMs(beats(4))).toBe(2000);
    const late = new TempoMap(bpm(120), [{ beat: beats(2), tempo: bpm(60) }]);
    expect([late.tempo, late.toMs(beats(2)), late.toMs(beats(3))]).toEqual([120, 1000, 2000]);
  });
});
