import { dice } from "../chance/dice.ts";
import { hash } from "../chance/hash.ts";

/** At most so many clips are cut into one reel; the others have their turn later. */
export const CLIPS_PER_REEL = 8;

/** What makes a clip the clip it is: another file of the same name is another clip. */
export interface ClipIdentity {
  readonly name: string;
  readonly size: number;
  /** When the file was changed last, Unix time in milliseconds. */
  readonly changed: number;
}

/** Which clips the picture plays with, the same on every page. */
export interface Reel<C extends ClipIdentity> {
  /** Another choice, or another file, gives another; "" is the reel without clips. */
  readonly id: string;
  readonly clips: readonly C[];
}

/**
 * Chooses the clips of a reel out of those that may be used: all of them while they are few, otherwise
 * as many as fit, shuffled by `seed`, the next ones with every `turn`.
 */
export const reelOf = <C extends ClipIdentity>(usable: readonly C[], seed: number, turn: number): Reel<C> => {
  const shuffled = usable
    .map((clip) => ({ clip, key: dice(seed, hash(clip.name), 0) }))
    .sort((one, other) => one.key - other.key || (one.clip.name < other.clip.name ? -1 : 1))
    .map(({ clip }) => clip);
  const first = shuffled.length <= CLIPS_PER_REEL ? 0 : (turn * CLIPS_PER_REEL) % shuffled.length;
  const clips = [...shuffled.slice(first), ...shuffled.slice(0, first)].slice(0, CLIPS_PER_REEL);
  return { id: clips.length === 0 ? "" : hash(clips.map(versionOf).join("\n")).toString(36), clips };
};

/** Where a page fetches a clip; another version of a file has another address. */
export const clipAddress = (clip: ClipIdentity): string =>
  `/media/${encodeURIComponent(clip.name)}?v=${clip.changed.toString(36)}-${clip.size.toString(36)}`;

/** Another when the file was touched, though its name is the same. */
export const versionOf = ({ name, size, changed }: ClipIdentity): string => `${name}/${size}/${changed}`;
