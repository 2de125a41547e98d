import type { Extent } from "../../shared/mapping/canvas.ts";
import type { Clip } from "../../shared/protocol/media.ts";

/** Slices and frames of one clip, opened and ready to be copied. */
export interface ClipSource {
  /** How many slices it is good for; each is called by what makes it the slice it is. */
  readonly slices: readonly string[];
  /** A frame of a slice, filling `width` × `height`. Rejects with a ClipTrouble, or anything else if it may be tried again. */
  frame(slice: number, frame: number, width: number, height: number): Promise<ImageBitmap>;
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

/** A part of a picture in another size. The part is whole pixels, at least one. */
export const cut = (
  picture: HTMLVideoElement | ImageBitmap,
  x: number,
  y: number,
  partWidth: number,
  partHeight: number,
  width: number,
  height: number,
): Promise<ImageBitmap> =>
  createImageBitmap(
    picture,
    Math.floor(x),
    Math.floor(y),
    Math.max(1, Math.floor(partWidth)),
    Math.max(1, Math.floor(partHeight)),
    { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" },
  );
