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
});
