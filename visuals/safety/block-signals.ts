import { luminanceOf } from "../drawing/luminance.ts";
import { SATURATED_RED } from "./flash-rule.ts";

/** What flashes are counted by, of each block of a picture. */
export class BlockSignals {
  /** Relative luminance, 0 to 1. */
  readonly luminance: Float32Array;
  /** max(0, R - G - B). */
  readonly redness: Float32Array;
  /** 1 where red is saturated. */
  readonly isRed: Uint8Array;

  constructor(blocks: number) {
    this.luminance = new Float32Array(blocks);
    this.redness = new Float32Array(blocks);
    this.isRed = new Uint8Array(blocks);
  }

  /** Reads blocks of linear light: red, green, blue, 0 to 1, three numbers a block. @realtime yes */
  read(light: Float32Array): void {
    for (let block = 0; block < this.luminance.length; block++) {
      const red = light[3 * block] as number;
      const green = light[3 * block + 1] as number;
      const blue = light[3 * block + 2] as number;
      const all = red + green + blue;
      this.luminance[block] = luminanceOf(red, green, blue);
      this.redness[block] = Math.max(0, red - green - blue);
      this.isRed[block] = all > 0 && red >= SATURATED_RED * all ? 1 : 0;
    }
  }
}
