import { DataArrayTexture, HalfFloatType, LinearFilter, RedFormat } from "three/webgpu";
import { CELL, type Face } from "./face.ts";

/** Letters the graphics card holds at once: those of two pages, and some more. */
const MOST = 192;

/** The letters of one scene on the graphics card, a layer each; those not used for longest give way. */
export class Glyphs {
  readonly texture: DataArrayTexture;
  readonly #face: Face;
  readonly #data: Uint16Array<ArrayBuffer>;
  /** By letter, the one not used for longest first. */
  readonly #layers = new Map<string, number>();

  constructor(face: Face) {
    this.#face = face;
    // Without a canvas nothing is drawn, and nothing need be kept.
    const size = face.picture(" ") === null ? 1 : CELL;
    this.#data = new Uint16Array(size * size * MOST);
    this.texture = new DataArrayTexture(this.#data, size, size, MOST);
    this.texture.format = RedFormat;
    this.texture.type = HalfFloatType;
    this.texture.minFilter = LinearFilter;
    this.texture.magFilter = LinearFilter;
    this.texture.generateMipmaps = false;
    this.texture.needsUpdate = true;
  }

  /** The layer a letter is on; it is drawn if it must be. */
  layer(letter: string): number {
    const known = this.#layers.get(letter);
    if (known !== undefined) {
      this.#layers.delete(letter);
      this.#layers.set(letter, known);
      return known;
    }
    let layer = this.#layers.size;
    if (layer >= MOST) {
      const [oldest = ["", 0]] = this.#layers;
      this.#layers.delete(oldest[0]);
      layer = oldest[1];
    }
    this.#layers.set(letter, layer);
    const picture = this.#face.picture(letter);
    if (picture !== null) {
      this.#data.set(picture, layer * CELL * CELL);
      this.texture.addLayerUpdate(layer);
      this.texture.needsUpdate = true;
    }
    return layer;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
