import { stepsPerBar } from "../../../../shared/time/metre.ts";
import { passedOverClause } from "../../../core/midi-file/passed-over.ts";
import { HIT_FIELDS } from "./piece.ts";
import { pitchRemarks, proposalsFor } from "./pitch-remarks.ts";
import { type DatasetOptions, type FileRecord, SPLITS } from "./record.ts";

/** What became of all files: for people as rows and remarks, for programs as counts. */
interface Summary {
  readonly rows: readonly (readonly string[])[];
  readonly remarks: readonly string[];
  readonly counts: Readonly<Record<string, unknown>>;
}

/** `kit`: how the pitches were read. */
export const summaryOf = (
  records: readonly FileRecord[],
  kit: Pick<DatasetOptions, "pitches" | "overrides"> = { pitches: "note-seq", overrides: {} },
): Summary => {
  const used = records.filter((record) => record.unused === null);
  const splits = SPLITS.map((split) => ({ split, ...sizeOf(used.filter((record) => record.split === split)) }));
  const reasons = new Map<string, string[]>();
  for (const { unused, source } of records)
    if (unused !== null) reasons.set(unused, [...(reasons.get(unused) ?? []), source]);
  const unused = [...reasons]
    .map(([why, sources]) => ({ why, files: sources.length, first: sources[0] ?? "" }))
    .sort((a, b) => b.files - a.files);

  const sum = (of: (record: FileRecord) => number): number => used.reduce((total, record) => total + of(record), 0);
  const merged = sum((record) => record.notes.merged);
  const unknown = sum((record) => record.notes.unknown);
  const elsewhere = sum((record) => record.notes.elsewhere);
  const broken = sum((record) => record.notes.broken);
  const clamped = sum((record) => record.notes.clamped);
  const silentBars = sum((record) => record.silentBars);
  const otherMetreBars = sum((record) => record.otherMetreBars);
  const loops = used.flatMap((record) => record.pieces).filter((piece) => piece.tiled > 1).length;
  const duplicates = used.filter((record) => record.duplicate !== null);
  const bySource = new Map(records.map((record) => [record.source, record]));
  const leaks = duplicates.filter((record) => bySource.get(record.duplicate!.of)?.split !== record.split);
  const found = new Map<string, number>();
  for (const record of used) found.set(record.found, (found.get(record.found) ?? 0) + 1);

  const passedOver = passedOverIn(used);
  const proposals = proposalsFor(records, kit);

  const exact = duplicates.filter((record) => record.duplicate!.exact).length;
  const remark = (count: number, text: string): string[] => (count > 0 ? [`${count} ${text}`] : []);
  return {
    rows: [
      ["split", "files", "pieces", "bars", "steps", "notes"],
      ...splits.map(({ split, ...size }) => [split, ...Object.values(size).map(String)]),
    ],
    remarks: [
      ...unused.map(
        ({ why, files, first }) => `not used: ${first}${files > 1 ? ` and ${files - 1} more` : ""}: ${why}`,
      ),
      ...[...found].map(([where, files]) => `drums on ${where}: ${files} files`),
      ...remark(
        merged,
        "notes were second hits of one drum in one step: the patterns have the louder, the others are kept as ornaments",
      ),
      ...remark(unknown, "notes are on pitches that are no drum of the table"),
      ...proposals.flatMap(pitchRemarks),
      ...remark(broken, "notes were left out for a pitch that MIDI does not know"),
      ...remark(clamped, "notes have a velocity that MIDI does not know; they count as 127"),
      ...passedOver.map(({ files, first }) => (files > 1 ? `${first}; likewise in ${files - 1} more` : first)),
      ...remark(elsewhere, "notes are not drums, or not in 4/4"),
      ...remark(silentBars, "bars of silence were cut away"),
      ...remark(otherMetreBars, "bars in other metres were left out (--metre any)"),
      ...remark(loops, "loops of 1 to 4 bars are marked and tiled to 8 bars for training (--loops once)"),
      ...remark(exact, "files have the same notes as another (--duplicates drop)"),
      ...remark(duplicates.length - exact, "files have the same patterns as another, with other velocities or timing"),
      ...remark(
        leaks.length,
        "of these duplicates are in different splits: the figures of a model will be a little too good",
      ),
    ],
    counts: {
      files: records.length,
      splits: Object.fromEntries(splits.map(({ split, ...size }) => [split, size])),
      unused,
      notes: { merged, unknown, elsewhere, broken, clamped },
      openPitches: proposals.filter(({ pitches }) => pitches.length > 0),
      passedOver: passedOver.map(({ what, files }) => ({ what, files })),
      silentBars,
      otherMetreBars,
      loops,
      duplicates: duplicates.map((record) => ({ file: record.source, split: record.split, ...record.duplicate })),
    },
  };
};

/** Kinds of things that were passed over: in how many files, and in the words of the first. */
const passedOverIn = (records: readonly FileRecord[]): { what: string; files: number; first: string }[] => {
  const kinds = new Map<string, { what: string; files: number; first: string }>();
  for (const { source, passedOver } of records)
    for (const { what, which } of passedOver) {
      const known = kinds.get(what);
      if (known) known.files++;
      else kinds.set(what, { what, files: 1, first: `${source}: ${passedOverClause([{ what, which }])}` });
    }
  return [...kinds.values()];
};

/** How much is in these. */
export const sizeOf = (records: readonly FileRecord[]) => {
  const pieces = records.flatMap((record) => record.pieces);
  return {
    files: records.length,
    pieces: pieces.length,
    bars: pieces.reduce((total, piece) => total + piece.steps / stepsPerBar(piece.metre), 0),
    steps: pieces.reduce((total, piece) => total + piece.steps, 0),
    notes: pieces.reduce((total, piece) => total + piece.hits.length / HIT_FIELDS, 0),
  };
};
