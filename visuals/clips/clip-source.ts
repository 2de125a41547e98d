import type { Extent } from "../../shared/mapping/canvas.ts";
import type { Clip } from "../../shared/protocol/media.ts";

/** A part of a picture that the browser has decoded, in its pixels. */
export interface Part {
  readonly picture: HTMLVideoElement | ImageBitmap | HTMLCanvasElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Slices and frames of one clip, opened and ready to be copied. */
export interface ClipSource {
  /** How many slices it is good for; each is called by what makes it the slice it is. */
  readonly slices: readonly string[];
  /**
   * A frame of a slice, in these proportions; it is there until the next is asked for. Rejects with a ClipTrouble, or
   * anything else if it may be tried again.
   */
  frame(slice: number, frame: number, aspect: number): Promise<Part>;
  dispose(): void;
}

/** Opens a clip for at most `most` slices. */
export type OpenClip = (clip: Clip, most: number) => Promise<ClipSource>;

/** Why a clip cannot be used, in one sentence with the way out; trying again is of no use. */
export class ClipTrouble extends Error {}

/** A clip does not come, though the browser still waits for it: a slow disk, a busy machine. It may come later. */
export class ClipStall extends Error {}

/** The size of the largest part of a picture that has these proportions. */
export const coverOf = (width: number, height: number, aspect: number): Extent =>
  width / height > aspect ? { width: height * aspect, height } : { width, height: width / aspect };

/** In whole pixels, at least one. */
export const partOf = (picture: Part["picture"], x: number, y: number, width: number, height: number): Part => ({
  picture,
  x: Math.floor(x),
  y: Math.floor(y),
  width: Math.max(1, Math.floor(width)),
  height: Math.max(1, Math.floor(height)),
});
