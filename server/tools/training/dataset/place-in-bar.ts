import type { Drum } from "../../../../shared/music/drums.ts";
import type { OpenPitches } from "./open-pitches.ts";

/** Fewer hits than this say nothing of where a drum is played. */
const FEWEST_HITS = 4;

/**
 * What a pitch may be by where in the bar it is struck: kicks are on 1 and 3, snares on 2 and 4 (or on 3 alone, in half
 * time), hats and rides go through evenly, crashes are rare and on bar lines. null where that tells nothing. The bounds
 * are our own: rules of thumb for what drummers do most.
 */
export const drumByPlace = (set: OpenPitches, pitch: number): Drum | null => {
  const hits = set.hits([pitch]);
  if (hits < FEWEST_HITS) return null;
  const at = set.struck.get(pitch)!;
  const share = (...places: readonly number[]): number => places.reduce((sum, place) => sum + at[place]!, 0) / hits;
  const has = (wanted: Drum): boolean => set.settled.some(([, drum]) => drum === wanted);
  // The 16th that is struck most is struck about once a bar.
  const bars = Math.max(...[...set.struck.values()].flat());
  if (share(0) >= 0.8 && hits <= bars / 4) return "crash";
  const downbeats = share(0, 8);
  const backbeats = share(4, 12);
  if (backbeats >= 0.5 && downbeats <= 0.15) return "snare";
  if (share(8) >= 0.6 && share(0) <= 0.1) return "snare";
  if (downbeats >= 0.4 && backbeats <= 0.15) return "kick";
  const beats = [0, 4, 8, 12].map((beat) => share(beat, beat + 1, beat + 2, beat + 3));
  if (Math.min(...beats) < 0.15 || Math.max(...beats) > 0.35) return null;
  // Four on the floor, where nothing else is a kick.
  if (downbeats + backbeats >= 0.9 && set.open.length > 1 && !has("kick")) return "kick";
  if (share(2, 6, 10, 14) >= 0.9) return "open_hat";
  return has("closed_hat") ? "ride" : "closed_hat";
};
