import { KIT_NAMES, KITS, type KitName } from "../../../core/music/kits.ts";
import { kindOf, type OpenPitches } from "./open-pitches.ts";
import { drumByPlace } from "./place-in-bar.ts";

/** A kit has this share of the hits in question... */
const EXPLAINED = 0.9;
/** ...means another kind of drum for no more than this share of the others... */
const CONTRADICTED = 0.05;
/** ...and of those whose place in the bar tells something, for no more than this share. */
const MISPLACED = 0.5;

/**
 * The ready kits that a set may have been played on, the likeliest first: each has nearly all of the pitches in question,
 * has what the set lacks, and agrees with what is settled and with where in the bar the drums are struck.
 */
export const kitsOf = (set: OpenPitches): KitName[] => {
  const fits = KIT_NAMES.map((name, rank) => ({ name, rank, ...fitOf(set, name) }));
  return fits
    .filter(({ fit }) => fit)
    .sort((a, b) => b.explained - a.explained || a.against - b.against || a.rank - b.rank)
    .map(({ name }) => name);
};

const fitOf = (set: OpenPitches, name: KitName): { fit: boolean; explained: number; against: number } => {
  const kit = KITS[name];
  const known = set.open.filter((pitch) => kit.get(pitch) != null);
  const explained = set.hits(known);
  const { settled } = set;
  const contradicted = settled.filter(([pitch, drum]) => {
    const other = kit.get(pitch);
    return other !== undefined && (other === null || kindOf(other) !== kindOf(drum));
  });
  const placed = known.filter((pitch) => drumByPlace(set, pitch) !== null);
  const misplaced = placed.filter((pitch) => kindOf(drumByPlace(set, pitch)!) !== kindOf(kit.get(pitch)!));
  const against = set.hits(contradicted.map(([pitch]) => pitch));
  return {
    fit:
      explained > 0 &&
      explained >= EXPLAINED * set.hits(set.open) &&
      against <= CONTRADICTED * set.hits(settled.map(([pitch]) => pitch)) &&
      set.hits(misplaced) <= MISPLACED * set.hits(placed) &&
      (set.lacking === null || known.some((pitch) => kit.get(pitch) === set.lacking)),
    explained,
    against: against + set.hits(misplaced),
  };
};
