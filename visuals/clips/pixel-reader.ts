import type { Part } from "./clip-source.ts";
import { PixelThread } from "./pixel-thread.ts";

/** Reads the pixels of pictures, one after the other: in a thread of its own, or on the page where a browser has none for it. */
export class PixelReader {
  #thread = PixelThread.isThere ? new PixelThread() : null;
  #context: CanvasRenderingContext2D | null = null;

  /** RGBA in this size, the top row first. Ask for the next one only when this is answered. */
  async read(part: Part, width: number, height: number): Promise<Uint8Array | Uint8ClampedArray> {
    try {
      if (this.#thread !== null) return await this.#thread.read(part, width, height);
    } catch {
      // It has one and cannot use it: not tried again.
      this.dispose();
    }
    return this.#here(part, width, height);
  }

  dispose(): void {
    this.#thread?.dispose();
    this.#thread = null;
  }

  #here({ picture, x, y, width: w, height: h }: Part, width: number, height: number): Uint8ClampedArray {
    this.#context ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true, alpha: false });
    if (this.#context === null) throw new Error("the browser gives no canvas to read pictures with");
    const { canvas } = this.#context;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#context.drawImage(picture, x, y, w, h, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
