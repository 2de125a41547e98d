import type { Crop } from "./canvas.ts";

/** How wide each edge fades, in shares of the projector's own part of the picture. */
export interface Blend {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const NO_BLEND: Blend = { left: 0, right: 0, top: 0, bottom: 0 };

/** The soft edges by which a part meets its neighbours: as wide as they overlap. */
export const blendFor = (part: Crop, others: readonly Crop[]): Blend => {
  const blend = { ...NO_BLEND };
  for (const other of others) {
    const width = shared(part.x, part.width, other.x, other.width);
    const height = shared(part.y, part.height, other.y, other.height);
    if (width <= 0 || height <= 0) continue;
    // Beside each other, if they share more of their height than of their width, else one above the other.
    if (height / part.height >= width / part.width) {
      const side = other.x > part.x ? "right" : "left";
      blend[side] = Math.max(blend[side], Math.min(0.5, width / part.width));
    } else {
      const side = other.y > part.y ? "bottom" : "top";
      blend[side] = Math.max(blend[side], Math.min(0.5, height / part.height));
    }
  }
  return blend;
};

const shared = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);
