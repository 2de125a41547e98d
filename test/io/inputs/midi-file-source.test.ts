import { describe, expect, it } from "vitest";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { readDrumPart } from "../../../server/io/inputs/drum-part.ts";
import { type MidiFileOptions, MidiFileSource } from "../../../server/io/inputs/midi-file-source.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { bpm } from "../../../shared/time/units.ts";
import { metre, midiBytes, note, TICKS, tempo } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const folder = temporaryFolder();

/** One bar: 60 bpm for two beats, then 120; a pitch that is no drum on the third beat. */
const FILE = midiBytes([
  tempo(0, 60),
  ...note(0, 36, 127),
  ...note(TICKS + 12, 38, 33),
  tempo(2 * TICKS, 120),
  ...note(2 * TICKS, 5),
  ...note(3 * TICKS, 42, 80),
]);

const playing = async (options: MidiFileOptions, bytes = FILE) => {
  const time = new VirtualTime(1000);
  const reports: Report[] = [];
  const report = (one: Report): void => {
    reports.push(one);
  };
  const transport = new Transport(time, bpm(120), COMMON_TIME, report);
  const part = await readDrumPart(await folder.write("take.mid", bytes));
  const source = new MidiFileSource(part, options, transport, new PitchMap(PITCH_TABLES["note-seq"]), time, report);
  const hits: Hit[] = [];
  source.onHit((hit) => hits.push(hit));
  return { time, transport, source, hits, reports };
};

const rounded = (hits: readonly Hit[]): number[] => hits.map(({ at }) => Math.round(at * 1000) / 1000);

describe("MidiFileSource", () => {
  it("plays at the file's own tempo map, whatever the transport does, and loops in whole bars", async () => {
    const { time, hits } = await playing({ loop: true, tempo: "own" });
    await time.advanceTo(5600);
    expect(rounded(hits)).toEqual([1000, 2125, 3500, 4000, 5125]);
    expect(hits.slice(0, 3).map(({ drum, velocity }) => [drum, velocity])).toEqual([
      ["kick", 127],
      ["snare", 33],
      ["closed_hat", 80],
    ]);
  });

  it("plays beat by beat along the transport, micro-timing kept, from its bar line", async () => {
    const { time, transport, hits } = await playing({ loop: true, tempo: "transport" });
    await time.advanceTo(2000);
    expect(hits).toEqual([]);
    transport.start();
    await time.advanceTo(4100);
    expect(rounded(hits)).toEqual([2000, 2562.5, 3500, 4000]);
  });

  it("plays once when told so, and again when the transport starts again", async () => {
    const { time, transport, hits } = await playing({ loop: false, tempo: "transport" });
    transport.start();
    await time.advanceTo(9000);
    expect(hits).toHaveLength(3);
    transport.stop();
    transport.start();
    await time.advanceTo(18_000);
    expect(rounded(hits.slice(3))).toEqual([9000, 9562.5, 10_500]);
  });

  it("plays once at its own tempo", async () => {
    const { time, hits } = await playing({ loop: false, tempo: "own" });
    await time.advanceTo(30_000);
    expect(hits).toHaveLength(3);
  });

  it("says how often and how fast it plays, and what was passed over", async () => {
    const said = async (options: MidiFileOptions, bytes = FILE) =>
      (await playing(options, bytes)).reports.filter(({ text }) => !text.includes("pitch 5")).map(({ text }) => text);
    expect(await said({ loop: true, tempo: "transport" })).toEqual([
      `MIDI file "take", 1 bar, is the drummer: it repeats and follows the show's tempo; --own-tempo keeps the file's, which begins at 60 bpm.`,
    ]);
    expect(await said({ loop: true, tempo: "own" })).toEqual([
      'MIDI file "take", 1 bar, is the drummer: it repeats and keeps its own tempo, which begins at 60 bpm, whatever that of the show is.',
    ]);
    expect((await said({ loop: false, tempo: "transport" }))[0]).toContain("once each time the transport starts");
    expect((await said({ loop: false, tempo: "own" }))[0]).toContain("it plays once and keeps its own tempo");
    const strange = midiBytes([metre(0, 4, 64), ...note(0, 36)]);
    expect((await said({ loop: true, tempo: "own" }, strange))[1]).toBe(
      'MIDI file "take" is played as far as it can be read; passed over: metres of no use (4/64).',
    );
  });

  it("reports a pitch that is no drum once, with the way out", async () => {
    const { reports, time } = await playing({ loop: true, tempo: "own" });
    await time.advanceTo(20_000);
    const warnings = reports.filter(({ level }) => level === "warning");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.text).toMatch(/MIDI file "take" plays pitch 5, which is no drum.*"pitches"/);
  });
});
