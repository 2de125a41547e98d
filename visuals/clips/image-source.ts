import { clipAddress, versionOf } from "../../shared/picture/reel.ts";
import type { Clip } from "../../shared/protocol/media.ts";
import { type ClipSource, ClipTrouble, coverOf, cut } from "./clip-source.ts";
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
    async frame(slice, frame, width, height) {
      const view = viewOf(clip.name, slice, frame / (SLICE_FRAMES - 1));
      const whole = coverOf(image.width, image.height, width / height);
      const [seenWidth, seenHeight] = [whole.width * view.share, whole.height * view.share];
      const x = (image.width - whole.width) / 2 + whole.width * view.x - seenWidth / 2;
      const y = (image.height - whole.height) / 2 + whole.height * view.y - seenHeight / 2;
      return cut(image, x, y, seenWidth, seenHeight, width, height);
    },
    dispose: () => image.close(),
  };
};

const decoded = async (file: Blob): Promise<ImageBitmap> => {
  try {
    const full = await createImageBitmap(file);
    if (full.width <= WIDEST) return full;
    const small = await createImageBitmap(full, { resizeWidth: WIDEST, resizeQuality: "medium" });
    full.close();
    return small;
  } catch {
    throw new ClipTrouble("it is no image that this browser can read; save it anew as PNG, JPEG or WebP");
  }
};
