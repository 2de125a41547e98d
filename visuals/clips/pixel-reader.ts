/** Reads the pixels of pictures, one after the other, in a thread of its own. */
export class PixelReader {
  readonly #worker = new Worker(new URL("./pixel-worker.ts", import.meta.url), { type: "module" });

  /** RGBA, the top row first. The picture is used up. Ask for the next one only when this is answered. */
  read(bitmap: ImageBitmap): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => resolve(new Uint8Array(data));
      this.#worker.onerror = () => reject(new Error("the browser gives no thread to read pictures in"));
      this.#worker.postMessage(bitmap, [bitmap]);
    });
  }

  dispose(): void {
    this.#worker.terminate();
  }
}
