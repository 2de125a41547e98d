import { describe, expect, it } from "vitest";
import { type Pattern, SILENCE, withDrum } from "../../../server/core/music/pattern.ts";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import type { DrumPart } from "../../../server/io/inputs/drum-part.ts";
import { readGrooves } from "../../../server/io/inputs/grooves.ts";
import { beatsPerBar } from "../../../shared/time/metre.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const grooves = await readGrooves();
const pitches = new PitchMap(PITCH_TABLES["note-seq"]);
const folder = temporaryFolder();

const barsOf = (groove: DrumPart): string[] => {
  const bar = beatsPerBar(groove.metre);
  return Array.from({ length: groove.length / bar }, (_, index) => {
    const steps = new Map<number, Pattern>();
    for (const { beat, pitch } of groove.hits) {
      const step = Math.round((beat - index * bar) * 4);
      if (step >= 0 && step < bar * 4) steps.set(step, withDrum(steps.get(step) ?? SILENCE, pitches.drumOf(pitch)!));
    }
    return JSON.stringify([...steps].sort(([a], [b]) => a - b));
  });
};

describe("the demo drummer's grooves", () => {
  it("are eight or more, in common time and in two other metres", () => {
    const metres = grooves.map(({ metre }) => `${metre.numerator}/${metre.denominator}`);
    expect(metres.filter((metre) => metre === "4/4").length).toBeGreaterThanOrEqual(8);
    expect(new Set(metres).size).toBe(3);
  });

  it.each(grooves.map((groove) => [groove.name, groove] as const))("%s is played by a drummer", (_name, groove) => {
    expect(groove.length / beatsPerBar(groove.metre)).toBe(8);
    expect(groove.hits.filter(({ pitch }) => pitches.drumOf(pitch) === undefined)).toEqual([]);
    const velocities = groove.hits.map(({ velocity }) => velocity);
    // Ghost notes and accents.
    expect(Math.min(...velocities)).toBeLessThan(45);
    expect(Math.max(...velocities)).toBeGreaterThan(95);
    // Hands, not a grid: hardly a hit on its tick of the 16ths or the triplets.
    const onGrid = groove.hits.filter(({ beat }) => Number.isInteger(Math.round(beat * 480 * 1e6) / 1e6 / 40));
    expect(onGrid.length).toBeLessThan(groove.hits.length / 4);
    // The phrase ends in a bar that was not there before, with toms or a roll.
    const bars = barsOf(groove);
    expect(bars.slice(0, -1)).not.toContain(bars.at(-1));
    expect(new Set(bars).size).toBeGreaterThanOrEqual(4);
  });

  it("are missed with a clear sentence", async () => {
    const path = await folder.write("readme.txt", "");
    await expect(readGrooves(path.replace("readme.txt", ""))).rejects.toThrow(/holds no grooves/);
  });
});
