import type { Drum } from "../../../../shared/music/drums.ts";
import type { PitchMap } from "../../../core/music/pitch-table.ts";

/** How often each pitch of a set was struck on each 16th of a bar. */
export type Struck = ReadonlyMap<number, readonly number[]>;

/** A drum that every set has next to always: the set lacks it, as its pitches are read. */
export type Backbone = "kick" | "snare";

/** Pitches of a set whose drum is in question, and what is known of the others. */
export class OpenPitches {
  readonly struck: Struck;
  readonly open: readonly number[];
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
    let sum = 0;
    for (const pitch of pitches) for (const count of this.struck.get(pitch) ?? []) sum += count;
    return sum;
  }
}

/** Drums of one kind may stand for one another when only their place in the bar is known. */
export const kindOf = (drum: Drum): string => {
  if (drum.endsWith("tom")) return "tom";
  return drum === "ride" || drum.endsWith("hat") ? "time" : drum;
};
