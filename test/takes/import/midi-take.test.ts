import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { writeMidi } from "../../../server/core/midi-file/write-midi.ts";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { midiOf } from "../../../server/takes/export/midi.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { openTake } from "../../../server/takes/read-take.ts";
import { importMidi } from "../../../server/tools/command-line/import-midi.ts";
import { Random } from "../../../shared/chance/random.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();
const KIT = { pitches: "note-seq", overrides: {} } as const;
const DRUMS = new PitchMap(PITCH_TABLES["note-seq"]);

/** A song that goes on for two minutes, with tempi that change at any tick and metres at bar lines. */
const song = (seed: number): Uint8Array => {
  const random = new Random(seed, "song");
  const beat = 480;
  const metres: { tick: number; metre: { numerator: number; denominator: number } }[] = [];
  let tick = 0;
  while (tick < 200 * beat) {
    const metre = { numerator: 2 + random.integer(6), denominator: [4, 8][random.integer(2)]! };
    metres.push({ tick, metre });
    tick += ((metre.numerator * 4) / metre.denominator) * beat * (1 + random.integer(6));
  }
  return writeMidi(beat, [
    {
      name: "Lied",
      events: [
        ...metres.map((metre) => ({ kind: "metre", ...metre }) as const),
        ...[0, 3333, 20_001, 50_000].map((at) => ({ kind: "tempo", tick: at, bpm: 60 + random.integer(100) }) as const),
        { kind: "marker", tick: 0, text: "a" },
      ],
    },
    {
      name: "drums",
      events: Array.from({ length: 500 }, () => {
        const pitch = [36, 38, 42, 46, 45, 48, 50, 49, 51][random.integer(9)]!;
        const at = random.integer(200 * beat);
        return { kind: "note", tick: at, ticks: 60, pitch, velocity: 1 + random.integer(127), channel: 10 } as const;
      }),
    },
    { name: "bass", events: [{ kind: "note", tick: 0, ticks: 480, pitch: 40, velocity: 90, channel: 1 }] },
  ]);
};

describe("a MIDI file that is imported", () => {
  it.each([1, 2, 3])("is a take with the same hits, tempi and bar lines, seed %i", async (seed) => {
    const bytes = song(seed);
    const out = folder.path(`song-${seed}`);
    const { counts, remarks } = await importMidi({ file: "song.mid", bytes, out, show: null, kit: KIT });
    const take = await openTake(out);
    const music = await readMusic(take);
    const original = readMidi(bytes);
    const drums = original.hits.filter(({ channel }) => channel === 10);
    expect(counts.hits).toBe(drums.length);
    expect(take.losses).toEqual([]);
    expect(remarks.join(" ")).toContain("One note of song.mid left out");
    expect(music.notes.map(({ drum, velocity }) => [drum, velocity])).toEqual(
      drums.map(({ pitch, velocity }) => [DRUMS.drumOf(pitch), velocity]),
    );
    for (const [i, { beat, live, voice }] of music.notes.entries()) {
      expect(beat).toBeCloseTo(drums[i]!.tick / original.ticksPerBeat, 4);
      expect([live, voice]).toEqual([true, "drummer"]);
    }
    const last = drums.at(-1)!.tick;
    expect(music.time.metres.map(({ beat, metre }) => [Math.round(beat * 480), metre])).toEqual(
      original.metres
        .filter(({ tick, metre }, i) => {
          const before = original.metres[i - 1]?.metre;
          const same = before?.numerator === metre.numerator && before.denominator === metre.denominator;
          return tick <= last && !same;
        })
        .map(({ tick, metre }) => [tick, metre]),
    );
    // And back again.
    const again = readMidi(midiOf(music, music.voices));
    expect(again.hits.map(({ tick, velocity }) => [Math.round(tick / 20), velocity])).toEqual(
      drums.map(({ tick, velocity }) => [tick, velocity]),
    );
  });

  it("overwrites nothing, and says what it cannot use", async () => {
    const there = await folder.write("there", "mine");
    const bytes = song(1);
    const imported = (more: object): Promise<unknown> =>
      importMidi({ file: "song.mid", bytes, out: folder.path("new"), show: null, kit: KIT, ...more });
    await expect(imported({ out: there })).rejects.toThrow("is there already, and stays as it is");
    expect(await readFile(there, "utf8")).toBe("mine");
    await expect(imported({ bytes: new Uint8Array(10) })).rejects.toThrow('"song.mid" cannot be read as MIDI');
    const melody = { kind: "note", tick: 0, ticks: 9, pitch: 90, velocity: 9, channel: 2 } as const;
    await expect(imported({ bytes: writeMidi(96, [{ name: "flute", events: [melody] }]) })).rejects.toThrow(
      "song.mid has no drums",
    );
    const duet = await folder.write(
      "duet.json",
      '{ "voices": [{ "name": "a", "listensTo": ["b"] }, { "name": "b", "listensTo": ["a"] }] }',
    );
    await expect(imported({ show: duet })).rejects.toThrow("nobody plays live in this show");
  });
});
