import { clamp, clamp01 } from "../../shared/math/numbers.ts";

/** What the frames of a slice are brought to, so that cuts between clips do not flash: the mean of their levels. */
const MEAN = 0.4;
/** Shares of the pixels that may be cut off at the dark and the bright end. */
const CUT = 0.02;
/** A picture with less between dark and bright than this is meant to be flat. */
const LEAST_SPAN = 0.2;
/** How far the curve may be bent: down for what is bright, and less far up, for that lifts the noise of what is dark. */
const MOST_DOWN = 4;
const MOST_UP = 1 / 2.2;
/** Only every so manieth pixel is counted: enough for a mean. */
const EVERY = 7;

/** Counts how bright pixels are; see `curve`. */
export class Levels {
  readonly #counts = new Uint32Array(256);
  #all = 0;

  /** RGBA, 8 bits each. */
  add(pixels: Uint8Array | Uint8ClampedArray): void {
    for (let i = 0; i < pixels.length; i += 4 * EVERY) {
      const level = 0.3 * (pixels[i] ?? 0) + 0.59 * (pixels[i + 1] ?? 0) + 0.11 * (pixels[i + 2] ?? 0);
      this.#counts[level | 0] = (this.#counts[level | 0] ?? 0) + 1;
      this.#all++;
    }
  }

  /** For each level the one that is shown instead: from black to white, and as bright as every other slice. */
  curve(): Uint8Array {
    const dark = this.#levelAt(CUT);
    const bright = this.#levelAt(1 - CUT);
    const flat = bright - dark < LEAST_SPAN * 255;
    const from = flat ? 0 : Math.min(dark, 64);
    const to = flat ? 255 : Math.max(bright, 128);
    const spread = (level: number): number => clamp01((level - from) / (to - from));
    let mean = 0;
    for (const [level, count] of this.#counts.entries()) mean += (spread(level) * count) / Math.max(1, this.#all);
    const safe = clamp(mean, 0.02, 0.98);
    const bend = clamp(Math.log(MEAN) / Math.log(safe), MOST_UP, MOST_DOWN);
    return Uint8Array.from({ length: 256 }, (_, level) => Math.round(255 * spread(level) ** bend));
  }

  #levelAt(share: number): number {
    let below = 0;
    for (const [level, count] of this.#counts.entries()) {
      below += count;
      if (below >= share * this.#all) return level;
    }
    return 255;
  }
}

/** Writes the levels of a curve in place of those that are there. */
export const applyCurve = (pixels: Uint8Array, curve: Uint8Array): void => {
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i] = curve[pixels[i] ?? 0] ?? 0;
    pixels[i + 1] = curve[pixels[i + 1] ?? 0] ?? 0;
    pixels[i + 2] = curve[pixels[i + 2] ?? 0] ?? 0;
  }
};
