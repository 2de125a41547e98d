import type { Clip } from "../../shared/protocol/media.ts";

/** Slices and frames of one clip, opened and ready to be copied. */
export interface ClipSource {
  /** How many slices it is good for; each is called by what makes it the slice it is. */
  readonly slices: readonly string[];
  /** Draws a frame of a slice, filling `width` × `height`. Rejects with a ClipTrouble, or anything else if it may be tried again. */
  draw(canvas: CanvasRenderingContext2D, slice: number, frame: number): Promise<void>;
  dispose(): void;
}

/** Opens a clip for at most `most` slices. */
export type OpenClip = (clip: Clip, most: number) => Promise<ClipSource>;

/** Why a clip cannot be used, in one sentence with the way out; trying again is of no use. */
export class ClipTrouble extends Error {}

/** The largest part of a picture that has the canvas's proportions, from the middle. */
export const coverOf = (
  width: number,
  height: number,
  aspect: number,
): { readonly width: number; readonly height: number } =>
  width / height > aspect ? { width: height * aspect, height } : { width, height: width / aspect };
