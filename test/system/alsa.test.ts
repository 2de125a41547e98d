import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PITCH_TABLES, PitchMap } from "../../server/core/music/pitch-table.ts";
import { readDrumPart } from "../../server/io/inputs/drum-part.ts";
import { DRUM_PITCH, DRUMS, type Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import type { Snapshot, VoiceState } from "../../shared/protocol/state.ts";

const MACHINE = resolve("../shared/tools/alsa-vm");
/** 17 bars of rock at 95 bpm by a human drummer, from the test split of the Groove MIDI Dataset. */
const PLAYED = resolve("../shared/data/gmd/groove/drummer7/session3/109_rock_95_beat_4-4.mid");
/** Half as fast as it was played: the machine is emulated, and whoever is too late with a step repeats one. */
const TEMPO = 47.5;
const TEMPO_EVENT = Buffer.from([0xff, 0x51, 0x03]);
const MODELS = ["model1", "model2"] as const;

const skipped = existsSync(MACHINE) && existsSync(PLAYED) ? "" : " (skipped: no ../shared)";

interface Page {
  readonly notes: Note[];
  readonly revoked: number[];
  readonly voices: VoiceState[];
  readonly welcome: Snapshot;
  /** Notes that an output dropped because the emulated machine was over 30 ms late with them, and counted. */
  readonly lateDropped: number;
}

/** A line of aseqdump: `128:0   Note on                 9, note 36, velocity 100`. */
interface Dumped {
  readonly on: boolean;
  readonly pitch: number;
  readonly velocity: number;
}

/** How many of `told` did not arrive; what arrived must be among them, in their order. */
const missingFrom = (told: readonly number[], arrived: readonly number[], where: string): number => {
  let next = 0;
  for (const velocity of arrived) {
    const found = told.indexOf(velocity, next);
    expect(found, `${where}: ${velocity} arrived and was not told, or out of order`).toBeGreaterThanOrEqual(0);
    next = found + 1;
  }
  return told.length - arrived.length;
};

const DRUM_OF_PITCH = new Map(DRUMS.map((drum) => [DRUM_PITCH[drum], drum]));

describe.skipIf(skipped !== "")(`the server among real MIDI programs${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-system-"));
  let page: Page;
  let code: unknown;

  const heardBy = (name: string): string => readFileSync(join(folder, `${name}.txt`), "utf8");

  const midiOf = (voice: string): Dumped[] =>
    [...heardBy(voice).matchAll(/Note (on|off)\s+\d+, note (\d+)(?:, velocity (\d+))?/g)].map(
      ([, kind, pitch, velocity]) => ({
        on: kind === "on" && velocity !== "0",
        pitch: Number(pitch),
        velocity: Number(velocity ?? 0),
      }),
    );

  /** Velocities, 0 to 1, that reached the drum's address, zeros included. */
  const oscOf = (voice: string, drum: Drum): number[] =>
    [...heardBy("oscdump").matchAll(new RegExp(`/antiphon/${voice}/${drum} f (\\S+)`, "g"))].map(([, value]) =>
      Number(value),
    );

  /** What the page was told would sound, and that was not taken back. */
  const pageNotes = (voice: string, drum: Drum): Note[] => {
    const revoked = new Set(page.revoked);
    return page.notes
      .filter((note) => note.voice === voice && note.drum === drum && !revoked.has(note.id))
      .sort((a, b) => a.at - b.at);
  };

  beforeAll(() => {
    const slowed = join(folder, "slowed.mid");
    const bytes = readFileSync(PLAYED);
    bytes.writeUIntBE(Math.round(60e6 / TEMPO), bytes.indexOf(TEMPO_EVENT) + TEMPO_EVENT.length, 3);
    writeFileSync(slowed, bytes);
    const scene = ["test/system/alsa-scene.js", "/vm", slowed, String(TEMPO)];
    const { status, stderr } = spawnSync(MACHINE, ["-t", "580", "-o", folder, "--", process.execPath, ...scene], {
      encoding: "utf8",
    });
    const log = existsSync(join(folder, "server.err.txt")) ? readFileSync(join(folder, "server.err.txt"), "utf8") : "";
    if (status !== 0) throw new Error(`the scene failed (${status}): ${stderr}\n${log}`);
    page = JSON.parse(readFileSync(join(folder, "page.json"), "utf8"));
    code = JSON.parse(readFileSync(join(folder, "exit.json"), "utf8")).code;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("every note that aplaymidi played was heard, as the drum it is", async () => {
    const { hits } = await readDrumPart(PLAYED);
    const map = new PitchMap(PITCH_TABLES["note-seq"]);
    for (const drum of DRUMS)
      expect([drum, pageNotes("drummer", drum).length]).toEqual([
        drum,
        hits.filter((hit) => map.drumOf(hit.pitch) === drum).length,
      ]);
  });

  it("every call got an answer", () => {
    for (const name of MODELS) {
      const voice = page.voices.find((state) => state.name === name)!;
      expect(voice.calls).toBeGreaterThanOrEqual(3);
      expect(voice.responses).toBe(voice.calls);
      expect(page.notes.filter((note) => note.voice === name).length).toBeGreaterThan(20);
    }
    expect(page.notes.some((note) => note.voice === "video")).toBe(true);
  });

  it.each(MODELS)("every note-on of %s has its note-off, by aseqdump", (voice) => {
    const sounding = new Map<number, number>();
    for (const { on, pitch } of midiOf(voice)) sounding.set(pitch, (sounding.get(pitch) ?? 0) + (on ? 1 : -1));
    expect([...sounding.values()].filter((count) => count > 0)).toEqual([]);
  });

  it("the same notes reached MIDI, OSC and the page; what is missing was late and is counted", () => {
    let missing = 0;
    for (const voice of MODELS)
      for (const drum of DRUMS) {
        const told = pageNotes(voice, drum).map((note) => note.velocity);
        const midi = midiOf(voice).filter(({ on, pitch }) => on && DRUM_OF_PITCH.get(pitch) === drum);
        const osc = oscOf(voice, drum).filter((value) => value > 0);
        missing += missingFrom(
          told,
          midi.map(({ velocity }) => velocity),
          `MIDI ${voice} ${drum}`,
        );
        missing += missingFrom(
          told,
          osc.map((value) => Math.round(value * 127)),
          `OSC ${voice} ${drum}`,
        );
      }
    expect(missing).toBeLessThanOrEqual(page.lateDropped);
  });

  it.each(["drummer", ...MODELS, "video"])("every drum of %s is back at 0 over OSC", (voice) => {
    for (const drum of DRUMS) expect([drum, oscOf(voice, drum).at(-1) ?? 0]).toEqual([drum, 0]);
  });

  it("a signal ends it in order", () => {
    expect(code).toBe(0);
  });
});
