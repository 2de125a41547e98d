import type { Drum } from "../../../../shared/music/drums.ts";
import { isKitName, KIT_NAMES, KITS, type KitName } from "../../../core/music/kits.ts";
import { PITCH_TABLES, PitchMap } from "../../../core/music/pitch-table.ts";
import { kitsOf } from "./kits-of.ts";
import { type Backbone, OpenPitches, type Struck } from "./open-pitches.ts";
import { drumByPlace } from "./place-in-bar.ts";
import type { DatasetOptions } from "./record.ts";

/** A drum that a pitch could be, and why: `as in toontrack`. */
interface Reading {
  readonly drum: Drum;
  readonly because: readonly string[];
}

/** A pitch that the table does not know, or knows as what it can hardly be. */
interface ProposedPitch {
  readonly pitch: number;
  readonly hits: number;
  /** What the table takes it for; null for no drum. */
  readonly taken: Drum | null;
  /** The likeliest first; empty where nothing speaks for anything. */
  readonly could: readonly Reading[];
}

export interface Proposal {
  /** Most hits first. */
  readonly pitches: readonly ProposedPitch[];
  /** What the set lacks, if known pitches are doubted for it. */
  readonly lacking: Backbone | null;
  /** A ready kit that has nearly all of the pitches. */
  readonly kit: KitName | null;
}

/**
 * What the pitches that are no drum could be, from all hits of a set: by ready kits that have nearly all of them, by where
 * in the bar they are struck, by how far they are from a kit that begins on another C, by kits that know one of them, and
 * by their neighbours. Where the set has no kick or no snare, what the table knows as hand percussion is doubted too, and
 * everything where it has neither. None of it is certain.
 */
export const proposePitches = (
  struck: Struck,
  { pitches, overrides }: Pick<DatasetOptions, "pitches" | "overrides">,
): Proposal => {
  const map = new PitchMap(PITCH_TABLES[pitches], overrides);
  const kit = isKitName(pitches) ? KITS[pitches] : null;
  const isGiven = (pitch: number): boolean => kit !== null || String(pitch) in overrides;
  const all = [...struck.keys()];
  const unknown = all.filter((pitch) => map.drumOf(pitch) === undefined && kit?.get(pitch) !== null);

  const hasKick = all.some((pitch) => map.drumOf(pitch) === "kick");
  const hasSnare = all.some((pitch) => map.drumOf(pitch) === "snare" && (isGiven(pitch) || isPlain(pitch)));
  const lacking = hasKick ? (hasSnare ? null : "snare") : "kick";
  const doubted = all.filter((pitch) => {
    if (map.drumOf(pitch) === undefined || isGiven(pitch)) return false;
    return isPlain(pitch) ? !hasKick && !hasSnare : lacking !== null;
  });
  if (doubted.length > 0) {
    const whole = proposalOf(new OpenPitches(struck, [...unknown, ...doubted], map, lacking));
    const others = whole.pitches.filter(({ taken, could }) => taken === null || (could[0]?.drum ?? taken) !== taken);
    // What is known is doubted only for something that then has what the set lacks.
    if (others.some(({ could }) => could[0]?.drum === lacking)) return { ...whole, pitches: others };
  }
  return { ...proposalOf(new OpenPitches(struck, unknown, map, null)), lacking: null };
};

/** Elsewhere General MIDI has hand percussion and effects. */
const isPlain = (pitch: number): boolean => pitch >= 35 && pitch <= 59;

const proposalOf = (set: OpenPitches): Proposal => {
  const kits = kitsOf(set);
  const octaves = set.lacking === null && set.settled.length > 0 ? null : octavesOff(set);
  const pitches = set.open.map((pitch) => {
    const taken = set.taken(pitch);
    return { pitch, hits: set.hits([pitch]), taken, could: readingsOf(set, pitch, kits, octaves) };
  });
  pitches.sort((a, b) => b.hits - a.hits || a.pitch - b.pitch);
  return { pitches, lacking: set.lacking, kit: kits[0] ?? null };
};

const MOST_READINGS = 2;

const readingsOf = (
  set: OpenPitches,
  pitch: number,
  kits: readonly KitName[],
  octaves: number | null,
): readonly Reading[] => {
  const readings = new Map<Drum, string[]>();
  const speaksFor = (drum: Drum | null | undefined, because: string): void => {
    if (drum != null) readings.set(drum, [...(readings.get(drum) ?? []), because]);
  };
  const [kit, ...otherKits] = kits;
  if (kit !== undefined) speaksFor(KITS[kit].get(pitch), `as in ${kit}`);
  speaksFor(drumByPlace(set, pitch), "by where in the bar it is struck");
  for (const name of otherKits) speaksFor(KITS[name].get(pitch), `as in ${name}`);
  if (readings.size === 0 && octaves !== null)
    speaksFor(PLAIN.drumOf(pitch + octaves), `as ${pitch + octaves} is, whole octaves away`);
  // What the table knows is not doubted for less.
  if (readings.size === 0 && set.taken(pitch) === null) {
    for (const name of KIT_NAMES) speaksFor(KITS[name].get(pitch), `as in ${name}`);
    const near = [1, -1, 2, -2].find((keys) => set.taken(pitch + keys) !== null);
    if (readings.size === 0 && near !== undefined)
      speaksFor(set.taken(pitch + near), `as ${pitch + near} is beside it`);
  }
  return [...readings].slice(0, MOST_READINGS).map(([drum, because]) => ({ drum, because }));
};

const PLAIN = new PitchMap(PITCH_TABLES["note-seq"]);
const OCTAVES: readonly number[] = [12, -12, 24, -24, 36, -36];

/** How far, in keys, a plain kit with kick and snare is from the pitches in question; null where none is. */
const octavesOff = ({ open }: OpenPitches): number | null => {
  const drumsAt = (keys: number): (Drum | undefined)[] =>
    open.map((pitch) => (isPlain(pitch + keys) ? PLAIN.drumOf(pitch + keys) : undefined));
  const found = OCTAVES.find((keys) => {
    const drums = drumsAt(keys);
    return !drums.includes(undefined) && drums.includes("kick") && drums.includes("snare");
  });
  return found ?? null;
};
