import type { Drum } from "../../../../shared/music/drums.ts";
import type { PitchMap } from "../../../core/music/pitch-table.ts";

/** How often each pitch of a set was struck on each 16th of a bar. */
export type Struck = ReadonlyMap<number, readonly number[]>;

/** A drum that sets have next to always, hats and rides being one. */
export type Backbone = "kick" | "snare" | "closed_hat";

/** Pitches of a set whose drum is in question, and what is known of the others. */
export class OpenPitches {
  readonly struck: Struck;
  readonly open: readonly number[];
  /** What there is hardly any of, as the table has the pitches. */
  readonly lacking: Backbone | null;
  readonly #map: PitchMap;

  constructor(struck: Struck, open: readonly number[], map: PitchMap, lacking: Backbone | null) {
    this.struck = struck;
    this.open = open;
    this.lacking = lacking;
    this.#map = map;
  }

  /** The pitches that are not in question, each with its drum. */
  get settled(): [pitch: number, drum: Drum][] {
    return [...this.struck.keys()].flatMap((pitch) => {
      const drum = this.open.includes(pitch) ? undefined : this.#map.drumOf(pitch);
      return drum === undefined ? [] : [[pitch, drum]];
    });
  }

  /** The drum that the table has, in question or not. */
  taken(pitch: number): Drum | null {
    return this.#map.drumOf(pitch) ?? null;
  }

  hits(pitches: Iterable<number>): number {
    return hitsOf(this.struck, pitches);
  }
}

/** How often these pitches came. */
export const hitsOf = (struck: Struck, pitches: Iterable<number>): number => {
  let sum = 0;
  for (const pitch of pitches) for (const count of struck.get(pitch) ?? []) sum += count;
  return sum;
};

/** General MIDI has its drum kit here, and hand percussion and effects elsewhere. */
export const isPlain = (pitch: number): boolean => pitch >= 35 && pitch <= 59;

/** Drums of one kind may stand for one another when only their place in the bar is known. */
export const kindOf = (drum: Drum | null): "kick" | "snare" | "time" | "tom" | "crash" | null => {
  if (drum === null) return null;
  if (drum === "low_tom" || drum === "mid_tom" || drum === "high_tom") return "tom";
  return drum === "kick" || drum === "snare" || drum === "crash" ? drum : "time";
};
