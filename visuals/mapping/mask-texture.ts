import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from "three/webgpu";
import { type Mask, maskInto } from "./mask.ts";

/** Places across a mask: finer than this the eye does not follow a border that fades over a place at least. */
const COLUMNS = 960;
const MOST_ROWS = 960;

/** How much light passes where, as a texture; a single place that lets all pass while there are no masks. */
export class MaskTexture {
  /** What is drawn. */
  #key = "[]";
  #levels = new Uint8Array([255]);
  #texture = textureOf(this.#levels, 1, 1);

  get texture(): DataTexture {
    return this.#texture;
  }

  /** `shape` is the screen's width by its height. */
  set(masks: readonly Mask[], shape: number): void {
    const key = masks.length === 0 ? "[]" : JSON.stringify([masks, shape]);
    if (key === this.#key) return;
    this.#key = key;
    const columns = masks.length === 0 ? 1 : COLUMNS;
    const rows = masks.length === 0 ? 1 : Math.max(1, Math.min(MOST_ROWS, Math.round(COLUMNS / shape)));
    const { width, height } = this.#texture.image;
    if (width !== columns || height !== rows) {
      this.#texture.dispose();
      this.#levels = new Uint8Array(columns * rows);
      this.#texture = textureOf(this.#levels, columns, rows);
    }
    maskInto(this.#levels, columns, rows, shape, masks);
    this.#texture.needsUpdate = true;
  }

  dispose(): void {
    this.#texture.dispose();
  }
}

const textureOf = (levels: Uint8Array<ArrayBuffer>, width: number, height: number): DataTexture => {
  const texture = new DataTexture(levels, width, height, RedFormat, UnsignedByteType);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.unpackAlignment = 1;
  texture.needsUpdate = true;
  return texture;
};
