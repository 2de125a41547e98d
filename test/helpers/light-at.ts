import type { Blend } from "../../shared/mapping/soft-edge.ts";

// What the shader of visuals/mapping/mapped-screen.ts makes of a soft edge.

/** The share of the light at a share of the way over a soft edge. */
export const ramp = (t: number): number => {
  const way = Math.min(1, Math.max(0, t));
  return way * way * (3 - 2 * way);
};

/** The share of its light that a projector gives at a place of its part of the picture. */
export const lightAt = ({ left, right, top, bottom }: Blend, x: number, y: number): number =>
  edge(x, left) * edge(1 - x, right) * edge(y, top) * edge(1 - y, bottom);

const edge = (way: number, width: number): number => (width <= 0 ? 1 : ramp(way / width));
