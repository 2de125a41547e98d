import { describe, expect, it } from "vitest";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { DrumMapper } from "../../../server/io/inputs/drum-mapper.ts";
import type { Report } from "../../../shared/events/report.ts";

describe("pitches as drums", () => {
  it("reports a pitch that is no drum once, but not the one that orders something", () => {
    const reports: Report[] = [];
    const map = new PitchMap(PITCH_TABLES["note-seq"]);
    const mapper = new DrumMapper("a pad", map, (report) => reports.push(report), 5);
    expect([36, 5, 6, 5, 6].map((pitch) => mapper.drumOf(pitch))).toEqual([
      "kick",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(reports).toHaveLength(1);
    expect(reports[0]!.text).toContain("a pad plays pitch 6, which is no drum");
  });

  it("names a kit that knows the pitch", () => {
    const reports: Report[] = [];
    const map = new PitchMap(PITCH_TABLES["note-seq"]);
    const mapper = new DrumMapper("a pad", map, (report) => reports.push(report));
    for (const pitch of [8, 110]) mapper.drumOf(pitch);
    expect(reports.map(({ text }) => text)).toEqual([
      'a pad plays pitch 8, which is no drum and is left out; give it one in the show file: "pitches": { "overrides": { "8": "closed_hat" } }, or "pitches": { "table": "toontrack" }, where it is closed_hat.',
      'a pad plays pitch 110, which is no drum and is left out; give it one in the show file: "pitches": { "overrides": { "110": "snare" } }.',
    ]);
  });
});
