import { z } from "zod";
import { DRUMS, type Drum } from "../../../shared/music/drums.ts";
import { KIT_NAMES, KITS, type Kit, type KitName } from "./kits.ts";

/** Which MIDI pitches (0 to 127) are which drum. */
type PitchTable = Readonly<Record<Drum, readonly number[]>>;

export const PITCH_TABLE_NAMES = ["note-seq", "magenta-2016", ...KIT_NAMES] as const;
type PitchTableName = (typeof PITCH_TABLE_NAMES)[number];

/** Single pitches that somebody has given a drum, on top of a table: a pad that sends 24, say. */
export const PitchOverrides = z.record(
  z.string().regex(/^(\d|[1-9]\d|1[01]\d|12[0-7])$/, { error: "must be a MIDI pitch, 0 to 127" }),
  z.enum(DRUMS),
);
export type PitchOverrides = Readonly<z.infer<typeof PitchOverrides>>;

/** Which MIDI pitches are which drum, as show files say it; `overrides` maps single pitches on top of the table. */
export const Pitches = z.strictObject({
  table: z.enum(PITCH_TABLE_NAMES).default("note-seq"),
  overrides: PitchOverrides.default({}),
});
export type Pitches = z.infer<typeof Pitches>;

/** The table of today's note-seq, since 2019-04-24: 22 closed hat, 26 open hat, 43 low tom, 52 crash. */
const NOTE_SEQ: PitchTable = {
  kick: [36, 35],
  snare: [38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85],
  closed_hat: [42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22],
  open_hat: [46, 67, 72, 74, 79, 81, 26],
  low_tom: [45, 29, 41, 43, 61, 64, 84],
  mid_tom: [48, 47, 60, 63, 77, 86, 87],
  high_tom: [50, 30, 62, 76, 83],
  crash: [49, 52, 55, 57, 58],
  ride: [51, 53, 59, 82],
};

/** The table of 2016 to 2019, which drum_kit_rnn was trained with and magenta-js still uses. */
const MAGENTA_2016: PitchTable = {
  ...NOTE_SEQ,
  closed_hat: [42, 44, 54, 68, 69, 70, 71, 73, 78, 80],
  open_hat: [46, 67, 72, 74, 79, 81],
  low_tom: [45, 29, 41, 61, 64, 84],
  high_tom: [50, 30, 43, 62, 76, 83],
  crash: [49, 55, 57, 58],
  ride: [51, 52, 53, 59, 82],
};

/** A kit's own pitches, and General MIDI's for the rest: those of the kit come first. */
const withKit = (kit: Kit): PitchTable => {
  const pitchesOf = (drum: Drum): number[] => [
    ...[...kit].filter(([, its]) => its === drum).map(([pitch]) => pitch),
    ...NOTE_SEQ[drum].filter((pitch) => !kit.has(pitch)),
  ];
  return Object.fromEntries(DRUMS.map((drum) => [drum, pitchesOf(drum)])) as Record<Drum, number[]>;
};

export const PITCH_TABLES: Readonly<Record<PitchTableName, PitchTable>> = {
  "note-seq": NOTE_SEQ,
  "magenta-2016": MAGENTA_2016,
  ...(Object.fromEntries(KIT_NAMES.map((name) => [name, withKit(KITS[name])])) as Record<KitName, PitchTable>),
};

/**
 * Looks drums up by pitch. A pitch that is in no class gives undefined: the hit is ignored, and
 * the rest of its step stays (magenta-js erases the whole step).
 * @realtime yes
 */
export class PitchMap {
  readonly #drums: readonly (Drum | undefined)[];

  /** `overrides` are on top of the table. */
  constructor(table: PitchTable, overrides: PitchOverrides = {}) {
    const drums: (Drum | undefined)[] = new Array(128).fill(undefined);
    for (const [drum, pitches] of Object.entries(table) as [Drum, readonly number[]][]) {
      for (const pitch of pitches) drums[pitch] = drum;
    }
    for (const [pitch, drum] of Object.entries(overrides)) drums[Number(pitch)] = drum;
    this.#drums = drums;
  }

  drumOf(pitch: number): Drum | undefined {
    return this.#drums[pitch];
  }
}
