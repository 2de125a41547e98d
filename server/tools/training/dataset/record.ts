import { z } from "zod";
import { PITCH_TABLE_NAMES, PitchOverrides } from "../../../core/music/pitch-table.ts";
import { STRUCK_STEPS } from "./cut-pieces.ts";
import { Piece } from "./piece.ts";

export const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

/** What became of one MIDI file: its pieces, or why there are none. One line of a data file. */
export const FileRecord = z.object({
  /** The file, relative to the folder that was named (after that folder's name where several were). */
  source: z.string(),
  split: z.enum(SPLITS),
  /** What a table beside the files says of it: style, drummer, ... */
  tags: z.record(z.string(), z.string()),
  /** Where its drums were found: `channel 10`. Empty when nothing was used. */
  found: z.string(),
  /**
   * Notes used, kept as ornaments of a louder one of the same drum and step, and on pitches that are no drum;
   * broken: left out for a pitch above 127; clamped: read with velocity 127 for one above it.
   */
  notes: z.object({
    used: z.int(),
    merged: z.int(),
    unknown: z.int(),
    elsewhere: z.int(),
    broken: z.int().default(0),
    clamped: z.int().default(0),
  }),
  /** How often each pitch of the drums' notes, drum or not, was struck on each 16th of a bar. */
  struck: z.record(z.string(), z.array(z.int()).length(STRUCK_STEPS)).default({}),
  /** What else of the file could not be used: kinds of things, and which. */
  passedOver: z.array(z.object({ what: z.string(), which: z.array(z.string()) })).default([]),
  silentBars: z.int(),
  pieces: z.array(Piece),
  /** Pieces set aside for their metre, in bars. */
  otherMetreBars: z.int(),
  /** One clause: why it was not used; null when it was. */
  unused: z.string().nullable(),
  /** An earlier file with the same notes, or at least the same patterns. */
  duplicate: z.object({ of: z.string(), exact: z.boolean() }).nullable(),
});
export type FileRecord = Readonly<z.infer<typeof FileRecord>>;

/** How a data file was made, and how it is unless one says otherwise; a run is resumed only by the same options. */
export const DatasetOptions = z.object({
  folders: z.array(z.string()),
  /** What the data are, their licence and whom to name; goes into the card of every model trained on them. */
  about: z.string().default(""),
  pitches: z.enum(PITCH_TABLE_NAMES).default("note-seq"),
  /** Single pitches on top of the table. */
  overrides: PitchOverrides.default({}),
  channel: z.union([z.enum(["auto", "any"]), z.int().min(1).max(16)]).default("auto"),
  loops: z.enum(["tile", "once"]).default("tile"),
  metre: z.enum(["4/4", "any"]).default("4/4"),
  duplicates: z.enum(["keep", "drop"]).default("keep"),
  seed: z.int().default(1),
  /** Share of the files, each. */
  validation: z.number().min(0).max(1).default(0.1),
  test: z.number().min(0).max(1).default(0.1),
  /** A table that says the split, and which rows of it count. */
  table: z
    .object({ file: z.string(), splitColumn: z.string(), where: z.record(z.string(), z.string()) })
    .nullable()
    .default(null),
});
export type DatasetOptions = Readonly<z.infer<typeof DatasetOptions>>;
