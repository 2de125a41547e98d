import { LARGEST_THUMBNAIL, THUMBNAIL, type ThumbnailMessage } from "../../shared/protocol/thumbnail.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { SceneShelf } from "../scene-api/scene-shelf.ts";
import type { Layer } from "./layer.ts";

/** So long a scene has been on before a picture is taken of it, and so long it is waited after one that was dark. */
const SETTLED_MS = 2000;
/** A scene that draws nothing until it is played is looked at this often. */
const MOST_LOOKS = 10;
/** A picture none of whose colours is above this, of 255, says nothing. */
const DARK = 24;
/** Tried in turn until it is small enough. */
const QUALITIES = [0.7, 0.4, 0.15];

/** Takes a small picture of what each version of a scene of the show's own draws, once it has been on alone for a while. */
export class ThumbnailCamera {
  readonly #scenes: SceneShelf;
  readonly #send: (message: ThumbnailMessage) => void;
  #layer: Layer | null = null;
  #lookAt = ms(0);
  #looks = 0;

  constructor(scenes: SceneShelf, send: (message: ThumbnailMessage) => void) {
    this.#scenes = scenes;
    this.#send = send;
  }

  /**
   * After every picture that is shown, in the same turn of the event loop: `alone` is the scene that is on by itself, null
   * while none is. @realtime yes, but in the frame in which a picture is taken
   */
  frame(alone: Layer | null, canvas: HTMLCanvasElement, now: Ms): void {
    if (alone !== this.#layer) {
      this.#layer = alone;
      this.#lookAt = ms(now + SETTLED_MS);
      this.#looks = 0;
    }
    if (alone === null || now < this.#lookAt || this.#looks >= MOST_LOOKS) return;
    this.#lookAt = ms(now + SETTLED_MS);
    if (!this.#scenes.lacksThumbnail(alone.name, alone.version)) return;
    this.#looks++;
    const small = reduced(canvas);
    if (small !== null) void this.#develop(small, alone.name, alone.version);
  }

  async #develop(small: HTMLCanvasElement, scene: string, version: string): Promise<void> {
    for (const quality of QUALITIES) {
      const blob = await encoded(small, quality);
      if (blob === null || blob.size > LARGEST_THUMBNAIL) continue;
      this.#send({ scene, version, picture: new Uint8Array(await blob.arrayBuffer()) });
      return;
    }
  }
}

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
