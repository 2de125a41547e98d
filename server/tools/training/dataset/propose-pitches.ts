import type { Drum } from "../../../../shared/music/drums.ts";
import { isKitName, KIT_NAMES, KITS, type KitName } from "../../../core/music/kits.ts";
import { PITCH_TABLES, PitchMap } from "../../../core/music/pitch-table.ts";
import { type Candidate, kitsOf } from "./kits-of.ts";
import { type Backbone, hitsOf, isPlain, kindOf, OpenPitches, type Struck } from "./open-pitches.ts";
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
  /** A ready kit that has nearly all of the pitches, where none was named. */
  readonly kit: KitName | null;
}

/** Less than this share of all hits is no backbone of a set. */
const HARDLY = 0.03;

/** Whether the drums that are wanted are more than a few of all hits. */
export const hasBackbone = (struck: Struck, isWanted: (pitch: number) => boolean): boolean =>
  hitsOf(struck, [...struck.keys()].filter(isWanted)) > HARDLY * hitsOf(struck, struck.keys());

/**
 * What the pitches that are no drum could be, from all hits of a set: by kits that have nearly all of them, General MIDI's
 * on another C among them, by where in the bar they are struck, by kits that know one of them, and by their neighbours.
 * Where the set has hardly a kick or a snare, what the table knows as hand percussion is doubted too, and everything where
 * it has neither; where it has hardly a hat or a ride, crashes and toms are. None of it is certain.
 */
export const proposePitches = (
  struck: Struck,
  { pitches, overrides }: Pick<DatasetOptions, "pitches" | "overrides">,
): Proposal => {
  const map = new PitchMap(PITCH_TABLES[pitches], overrides);
  const kit = isKitName(pitches) ? KITS[pitches] : null;
  const isGiven = (pitch: number): boolean => kit !== null || String(pitch) in overrides;
  const kindAt = (pitch: number) => kindOf(map.drumOf(pitch) ?? null);
  const all = [...struck.keys()];
  const unknown = all.filter((pitch) => map.drumOf(pitch) === undefined && kit?.get(pitch) !== null);

  const hasKick = hasBackbone(struck, (pitch) => kindAt(pitch) === "kick");
  const hasSnare = hasBackbone(struck, (pitch) => kindAt(pitch) === "snare" && (isGiven(pitch) || isPlain(pitch)));
  const hasTime = hasBackbone(struck, (pitch) => kindAt(pitch) === "time");
  const lacking = hasKick ? (hasSnare ? (hasTime ? null : "closed_hat") : "snare") : "kick";
  const isDoubted = (pitch: number): boolean =>
    !isPlain(pitch) || !(hasKick || hasSnare) || (!hasTime && (kindAt(pitch) === "crash" || kindAt(pitch) === "tom"));
  const doubted =
    lacking === null ? [] : all.filter((pitch) => map.drumOf(pitch) && !isGiven(pitch) && isDoubted(pitch));
  if (doubted.length > 0) {
    const whole = proposalOf(new OpenPitches(struck, [...unknown, ...doubted], map, lacking));
    const others = whole.pitches.filter(({ taken, could }) => taken === null || (could[0]?.drum ?? taken) !== taken);
    // What is known is doubted only for something that then has what the set lacks.
    if (others.some(({ could }) => could[0]?.drum === lacking)) return { ...whole, pitches: others };
  }
  const proposal = proposalOf(new OpenPitches(struck, unknown, map, lacking));
  return { ...proposal, lacking: null, kit: kit === null ? proposal.kit : null };
};

const proposalOf = (set: OpenPitches): Proposal => {
  const kits = kitsOf(set);
  const pitches = set.open.map((pitch) => {
    const could = readingsOf(set, pitch, kits);
    return { pitch, hits: set.hits([pitch]), taken: set.taken(pitch), could };
  });
  pitches.sort((a, b) => b.hits - a.hits || a.pitch - b.pitch);
  return { pitches, lacking: set.lacking, kit: kits[0]?.name ?? null };
};

const MOST_READINGS = 2;

const readingsOf = (set: OpenPitches, pitch: number, [first, ...others]: readonly Candidate[]): readonly Reading[] => {
  const readings = new Map<Drum, string[]>();
  const speaksFor = (drum: Drum | null | undefined, because: string): void => {
    if (drum != null) readings.set(drum, [...(readings.get(drum) ?? []), because]);
  };
  speaksFor(first?.kit.get(pitch), first?.because ?? "");
  speaksFor(drumByPlace(set, pitch), "by where in the bar it is struck");
  for (const { kit, because } of others) speaksFor(kit.get(pitch), because);
  // What the table knows is not doubted for less.
  if (readings.size === 0 && set.taken(pitch) === null) {
    for (const name of KIT_NAMES) speaksFor(KITS[name].get(pitch), `as in ${name}`);
    const near = [1, -1, 2, -2].find((keys) => set.taken(pitch + keys) !== null);
    if (readings.size === 0 && near !== undefined)
      speaksFor(set.taken(pitch + near), `as ${pitch + near} is beside it`);
  }
  return [...readings].slice(0, MOST_READINGS).map(([drum, because]) => ({ drum, because }));
};
