import { clipAddress, versionOf } from "../../shared/picture/reel.ts";
import type { Clip } from "../../shared/protocol/media.ts";
import { type ClipSource, ClipTrouble, coverOf, partOf } from "./clip-source.ts";
import { SLICE_FRAMES } from "./film.ts";
import { viewOf } from "./moments.ts";

/** An image is good for so many slices: more travels over it show nothing new. */
const MOST_SLICES = 4;
/** Wider than this nothing of it is seen, even from near. */
const WIDEST = 1536;

/** Opens an image as a camera that travels over it. */
export const openImage = async (clip: Clip, most: number): Promise<ClipSource> => {
  const response = await fetch(clipAddress(clip));
  if (!response.ok) throw new Error("the file is gone");
  const image = await decoded(await response.blob());
  return {
    slices: Array.from({ length: Math.min(most, MOST_SLICES) }, (_, slice) => `${versionOf(clip)}/${slice}`),
    async frame(slice, frame, aspect) {
      const view = viewOf(clip.name, slice, frame / (SLICE_FRAMES - 1));
      const whole = coverOf(image.width, image.height, aspect);
      const [seenWidth, seenHeight] = [whole.width * view.share, whole.height * view.share];
      const x = (image.width - whole.width) / 2 + whole.width * view.x - seenWidth / 2;
      const y = (image.height - whole.height) / 2 + whole.height * view.y - seenHeight / 2;
      return partOf(image, x, y, seenWidth, seenHeight);
    },
    dispose: () => {
      if (image instanceof HTMLCanvasElement) image.width = 0;
      else image.close();
    },
  };
};

const decoded = async (file: Blob): Promise<ImageBitmap | HTMLCanvasElement> => {
  try {
    return await inBackground(file);
  } catch {
    // Another browser's way may do.
  }
  try {
    return await onPage(file);
  } catch {
    throw new ClipTrouble("it is no image that this browser can read; save it anew as PNG, JPEG or WebP");
  }
};

/** While the page does something else; rejects where the browser has no such way. */
const inBackground = async (file: Blob): Promise<ImageBitmap> => {
  const full = await createImageBitmap(file);
  if (full.width <= WIDEST) return full;
  const small = await createImageBitmap(full, { resizeWidth: WIDEST, resizeQuality: "medium" });
  full.close();
  return small;
};

const onPage = async (file: Blob): Promise<HTMLCanvasElement> => {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  const scale = Math.min(1, WIDEST / image.naturalWidth);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
};
