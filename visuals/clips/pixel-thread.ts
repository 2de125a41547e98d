import type { Part } from "./clip-source.ts";

/** What the thread is asked for: the picture in this size. */
export interface PixelOrder {
  readonly bitmap: ImageBitmap;
  readonly width: number;
  readonly height: number;
}

/** Reads pixels in a thread of its own; only some browsers can. */
export class PixelThread {
  readonly #worker = new Worker(new URL("./pixel-worker.ts", import.meta.url), { type: "module" });

  /** Whether the browser has what it takes; that it works is seen when it is tried. */
  static get isThere(): boolean {
    return typeof OffscreenCanvas !== "undefined" && typeof createImageBitmap !== "undefined";
  }

  /** RGBA, the top row first. Rejects where the browser cannot after all. Ask for the next one only when this is answered. */
  async read({ picture, x, y, width: w, height: h }: Part, width: number, height: number): Promise<Uint8Array> {
    const size = { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" } as const;
    const bitmap = await createImageBitmap(picture, x, y, w, h, size);
    const pixels = await new Promise<Uint8Array>((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => resolve(new Uint8Array(data));
      this.#worker.onerror = () => reject(new Error("the browser gives no thread to read pictures in"));
      this.#worker.postMessage({ bitmap, width, height } satisfies PixelOrder, [bitmap]);
    });
    if (pixels.length !== 4 * width * height) throw new Error("the browser's thread reads no pixels");
    return pixels;
  }

  dispose(): void {
    this.#worker.terminate();
  }
}
