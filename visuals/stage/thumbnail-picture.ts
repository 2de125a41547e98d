import { LARGEST_THUMBNAIL, THUMBNAIL } from "../../shared/protocol/thumbnail.ts";

/** A picture none of whose colours is above this, of 255, says nothing. */
const DARK = 24;
/** Tried in turn until it is small enough. */
const QUALITIES = [0.7, 0.4, 0.15];

/**
 * What is on the canvas now, as a file of at most LARGEST_THUMBNAIL bytes; null where nothing is to be seen. To be called in
 * the turn of the event loop in which the canvas was drawn on.
 */
export const thumbnailPicture = async (canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer> | null> => {
  const small = reduced(canvas);
  if (small === null) return null;
  for (const quality of QUALITIES) {
    const blob = await encoded(small, quality);
    if (blob !== null && blob.size <= LARGEST_THUMBNAIL) return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
};

/** The middle of the picture in the shape of a thumbnail; null where nothing is to be seen on it. */
const reduced = (canvas: HTMLCanvasElement): HTMLCanvasElement | null => {
  const { width, height } = THUMBNAIL;
  const small = Object.assign(document.createElement("canvas"), THUMBNAIL);
  const context = small.getContext("2d", { alpha: false });
  if (context === null) return null;
  const scale = Math.max(width / canvas.width, height / canvas.height);
  const [w, h] = [canvas.width * scale, canvas.height * scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, (width - w) / 2, (height - h) / 2, w, h);
  const { data } = context.getImageData(0, 0, width, height);
  return data.some((value, i) => i % 4 < 3 && value > DARK) ? small : null;
};

/** As WebP, or as JPEG by a browser that cannot: it gives a PNG, which is too large. */
const encoded = async (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> => {
  const blob = await blobOf(canvas, "image/webp", quality);
  return blob?.type === "image/webp" ? blob : blobOf(canvas, "image/jpeg", quality);
};

const blobOf = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality));
