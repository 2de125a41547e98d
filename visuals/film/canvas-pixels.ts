import type { Extent } from "../../shared/mapping/canvas.ts";

/** The pixels of a WebGL canvas: red, green, blue, alpha, the top row first, colours not multiplied by alpha. */
export class CanvasPixels {
  readonly #size: Extent;
  readonly #upsideDown: Uint8Array<ArrayBuffer>;

  constructor(size: Extent) {
    this.#size = size;
    this.#upsideDown = new Uint8Array(4 * size.width * size.height);
  }

  /** What was drawn on it in this turn of the event loop, in memory of its own. Throws where it has no such context. */
  read(canvas: HTMLCanvasElement): Uint8Array<ArrayBuffer> {
    const { width, height } = this.#size;
    const gl = canvas.getContext("webgl2");
    if (gl === null) throw new Error("the picture cannot be read: it has no WebGL 2");
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, this.#upsideDown);
    const pixels = new Uint8Array(this.#upsideDown.length);
    const row = 4 * width;
    for (let y = 0; y < height; y++)
      pixels.set(this.#upsideDown.subarray((height - 1 - y) * row, (height - y) * row), y * row);
    return pixels;
  }
}

/** In place: colours that were multiplied by alpha are not any more. */
export const unmultiply = (pixels: Uint8Array): void => {
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3] as number;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = i; channel < i + 3; channel++)
      pixels[channel] = Math.min(255, Math.round((255 * (pixels[channel] as number)) / alpha));
  }
};

/** SHA-256, as hexadecimal. */
export const hashOf = async (pixels: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", pixels))]
    .map((b) => b.toString(16).padStart(2, "0"))
    .join("");

/** As a file. */
export const pngOf = async (pixels: Uint8Array<ArrayBuffer>, { width, height }: Extent): Promise<Blob> => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the browser gives no canvas to write pictures with");
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
};
