import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from "three/webgpu";
import { clamp } from "../../shared/math/numbers.ts";
import { type Mask, maskInto } from "./mask.ts";

/** Places across a mask: finer than this the eye does not follow a border that fades over a place at least. */
const COLUMNS = 960;
const MOST_ROWS = 960;

/** How much light passes where, as a texture; a single place that lets all pass while there are no masks. */
export class MaskTexture {
  /** What is drawn. */
  #key = "[]";
  #texture = textureOf(new Uint8Array([255]), 1, 1);

  get texture(): DataTexture {
    return this.#texture;
  }

  /** `shape` is the screen's width by its height. */
  set(masks: readonly Mask[], shape: number): void {
    const key = masks.length === 0 ? "[]" : JSON.stringify([masks, shape]);
    if (key === this.#key) return;
    this.#key = key;
    const columns = masks.length === 0 ? 1 : COLUMNS;
    const rows = masks.length === 0 ? 1 : clamp(Math.round(COLUMNS / shape), 1, MOST_ROWS);
    const { data, width, height } = this.#texture.image;
    if (width !== columns || height !== rows || !(data instanceof Uint8Array)) {
      this.#texture.dispose();
      this.#texture = textureOf(new Uint8Array(columns * rows).fill(255), columns, rows);
    }
    const levels = this.#texture.image.data;
    if (levels instanceof Uint8Array) maskInto(levels, columns, rows, shape, masks);
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
