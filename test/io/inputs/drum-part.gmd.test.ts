import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseMidi } from "midi-file";
import { describe, expect, it } from "vitest";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { readDrumPart } from "../../../server/io/inputs/drum-part.ts";

const FOLDER = "../shared/data/gmd/groove";
const skipped = existsSync(FOLDER) ? "" : " (skipped: no ../shared)";

interface PlainHit {
  readonly beat: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** The note-ons of a file by their ticks, read without anything of ours or of magenta-js. */
const plainHits = (path: string): PlainHit[] => {
  const { header, tracks } = parseMidi(readFileSync(path));
  return tracks.flatMap((track) => {
    let tick = 0;
    return track.flatMap((event) => {
      tick += event.deltaTime;
      if (event.type !== "noteOn" || event.velocity === 0) return [];
      return [{ beat: tick / header.ticksPerBeat!, pitch: event.noteNumber, velocity: event.velocity }];
    });
  });
};

const byPlace = (a: PlainHit, b: PlainHit): number =>
  Math.round((a.beat - b.beat) * 1e6) || a.pitch - b.pitch || a.velocity - b.velocity;

describe.skipIf(skipped !== "")(`readDrumPart on the Groove MIDI Dataset${skipped}`, () => {
  it("reads every hit of one performance in seven, to the tick and the velocity", { timeout: 60_000 }, async () => {
    const paths = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".mid"));
    const pitches = new PitchMap(PITCH_TABLES["note-seq"]);
    let hits = 0;
    for (const path of paths.filter((_, index) => index % 7 === 0).map((one) => join(FOLDER, one))) {
      const part = await readDrumPart(path);
      const [found, written] = [[...part.hits].sort(byPlace), plainHits(path).sort(byPlace)];
      expect(found.map(({ pitch, velocity }) => [pitch, velocity])).toEqual(
        written.map(({ pitch, velocity }) => [pitch, velocity]),
      );
      found.forEach(({ beat, pitch }, i) => {
        if (Math.abs(beat - written[i]!.beat) > 1e-6) expect(beat, path).toBeCloseTo(written[i]!.beat, 6);
        if (pitches.drumOf(pitch) === undefined) expect.unreachable(`${path}: pitch ${pitch} is no drum`);
      });
      hits += found.length;
    }
    expect(hits).toBeGreaterThan(50_000);
  });
});
