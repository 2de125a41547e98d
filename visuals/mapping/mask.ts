import type { Point } from "../../shared/mapping/point.ts";
import { clamp, clamp01 } from "../../shared/math/numbers.ts";

/** A polygon on the projector's picture, in shares of it; it stays where it is when corners are dragged. */
export interface Mask {
  /** Only what is inside such masks is seen; otherwise what is inside is dark. */
  readonly keep: boolean;
  /** How far its border fades, in shares of the picture's height, half to each side. */
  readonly feather: number;
  readonly points: readonly Point[];
}

/**
 * Writes how much of the light passes, 0 to 255, into `into`, row by row from the top. `shape` is the
 * picture's width by its height, so that a feather is as wide across as down.
 */
export const maskInto = (
  into: Uint8Array,
  width: number,
  height: number,
  shape: number,
  masks: readonly Mask[],
): void => {
  const kept = masks.some(({ keep }) => keep) ? 0 : 255;
  into.fill(kept);
  // Kept places first, so that a dark shape may lie inside one.
  for (const mask of masks) if (mask.keep) lay(into, width, height, shape, mask);
  for (const mask of masks) if (!mask.keep) lay(into, width, height, shape, mask);
};

const lay = (into: Uint8Array, width: number, height: number, shape: number, mask: Mask): void => {
  // A border fades over a pixel at least, else it shows steps.
  const feather = Math.max(mask.feather, 1 / height);
  const points = mask.points.map(([x, y]): Point => [x * shape, y]);
  const reach = feather / 2;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const left = clamp(Math.floor(((Math.min(...xs) - reach) / shape) * width), 0, width);
  const right = clamp(Math.ceil(((Math.max(...xs) + reach) / shape) * width), 0, width);
  const top = clamp(Math.floor((Math.min(...ys) - reach) * height), 0, height);
  const bottom = clamp(Math.ceil((Math.max(...ys) + reach) * height), 0, height);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const inside = clamp01(0.5 - distance(points, ((column + 0.5) / width) * shape, (row + 0.5) / height) / feather);
      const at = row * width + column;
      const before = into[at]!;
      into[at] = mask.keep ? Math.max(before, Math.round(255 * inside)) : Math.round(before * (1 - inside));
    }
  }
};

/**
 * How far a place is from the polygon's border, below 0 inside (by the even-odd rule).
 *
 * Source: I. Quilez, "2D distance functions", exact signed distance of a polygon.
 */
const distance = (points: readonly Point[], x: number, y: number): number => {
  let least = Number.POSITIVE_INFINITY;
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i]!;
    const [bx, by] = points[j]!;
    const ex = bx - ax;
    const ey = by - ay;
    const wx = x - ax;
    const wy = y - ay;
    const along = clamp01((wx * ex + wy * ey) / Math.max(1e-12, ex * ex + ey * ey));
    const dx = wx - ex * along;
    const dy = wy - ey * along;
    least = Math.min(least, dx * dx + dy * dy);
    if (ay > y !== by > y && x < (ex * (y - ay)) / ey + ax) inside = !inside;
  }
  return inside ? -Math.sqrt(least) : Math.sqrt(least);
};
