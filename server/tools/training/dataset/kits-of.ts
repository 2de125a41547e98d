import type { Drum } from "../../../../shared/music/drums.ts";
import { KIT_NAMES, KITS, type Kit, type KitName } from "../../../core/music/kits.ts";
import { PITCH_TABLES, PitchMap } from "../../../core/music/pitch-table.ts";
import { isPlain, kindOf, type OpenPitches } from "./open-pitches.ts";
import { drumByPlace } from "./place-in-bar.ts";

/** A kit that a set may have been played on. */
export interface Candidate {
  /** null for General MIDI's on another C. */
  readonly name: KitName | null;
  /** Why a pitch would be what it is in it. */
  readonly because: string;
  readonly kit: Kit;
}

/** A kit has this share of the hits in question... */
const EXPLAINED = 0.9;
/** ...gives what the set lacks this share of all hits, if anything is doubted for it... */
const FILLED = 0.05;
/** ...means another kind of drum than is settled for no more than this share of all... */
const CONTRADICTED = 0.1;
/** ...and of those whose place in the bar tells something, for no more than this share. */
const MISPLACED = 0.5;

/** General MIDI's plain kit, so many keys higher or lower. */
const moved = (keys: number): Candidate => {
  const general = new PitchMap(PITCH_TABLES["note-seq"]);
  const kit = new Map<number, Drum>();
  for (let pitch = 0; pitch < 128; pitch++) {
    const drum = isPlain(pitch - keys) ? general.drumOf(pitch - keys) : undefined;
    if (drum !== undefined) kit.set(pitch, drum);
  }
  const octaves = Math.abs(keys) / 12;
  const by = `${octaves} octave${octaves > 1 ? "s" : ""} ${keys > 0 ? "higher" : "lower"}`;
  return { name: null, because: `as in General MIDI, ${by}`, kit };
};

const CANDIDATES: readonly Candidate[] = [
  ...KIT_NAMES.map((name) => ({ name, because: `as in ${name}`, kit: KITS[name] })),
  ...[12, -12, 24, -24, 36, -36].map(moved),
];

/**
 * The kits that a set may have been played on, the likeliest first: each has nearly all of the pitches in question, has
 * what the set lacks where known pitches are doubted for it, and agrees with what is settled and with where in the bar
 * the drums are struck.
 */
export const kitsOf = (set: OpenPitches): Candidate[] =>
  CANDIDATES.map((candidate, rank) => ({ candidate, rank, ...fitOf(set, candidate) }))
    .filter(({ fits }) => fits)
    .sort((a, b) => b.filled - a.filled || b.explained - a.explained || a.against - b.against || a.rank - b.rank)
    .map(({ candidate }) => candidate);

interface Fit {
  readonly fits: boolean;
  /** 1 where it has what the set lacks, otherwise 0. */
  readonly filled: number;
  /** Hits, as are those it speaks against. */
  readonly explained: number;
  readonly against: number;
}

const fitOf = (set: OpenPitches, { name, kit }: Candidate): Fit => {
  const all = set.hits(set.struck.keys());
  const known = set.open.filter((pitch) => kit.get(pitch) != null);
  const explained = set.hits(known);
  // Hand percussion that a kit has for drums of its own says nothing against it.
  const contradicted = set.settled.filter(([pitch, drum]) => {
    const other = isPlain(pitch) ? kit.get(pitch) : undefined;
    return other !== undefined && kindOf(other) !== kindOf(drum);
  });
  const placed = known.filter((pitch) => drumByPlace(set, pitch) !== null);
  const misplaced = placed.filter((pitch) => kindOf(drumByPlace(set, pitch)) !== kindOf(kit.get(pitch) ?? null));
  const against = set.hits(contradicted.map(([pitch]) => pitch));
  const hitsAs = (drum: Drum): number =>
    set.hits(known.filter((pitch) => kindOf(kit.get(pitch) ?? null) === kindOf(drum)));
  const filled = set.lacking !== null && hitsAs(set.lacking) >= FILLED * all;
  const isDoubting = set.open.some((pitch) => set.taken(pitch) !== null);
  // General MIDI on another C is told of a whole kit only.
  const isKit = name !== null || (hitsAs("kick") > 0 && hitsAs("snare") > 0);
  return {
    fits:
      isKit &&
      explained > 0 &&
      explained >= EXPLAINED * set.hits(set.open) &&
      against <= CONTRADICTED * all &&
      set.hits(misplaced) <= MISPLACED * set.hits(placed) &&
      (filled || !isDoubting),
    filled: Number(filled),
    explained,
    against: against + set.hits(misplaced),
  };
};
