import type { Corners, Point } from "./point.ts";

/** A projective map of the plane, row by row: [X, Y, W] = matrix · [x, y, 1], and the place is [X / W, Y / W]. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

/**
 * How far each corner must turn, as twice the area of the triangle it makes with its neighbours, in
 * shares of the whole: a corner of a projector's picture that is flatter than this shows nothing.
 */
const LEAST_TURN = 2e-4;

/**
 * Whether the corners go round clockwise with every corner turning the same way: only then does a
 * flat picture, seen from somewhere, look like them.
 */
export const isConvex = (corners: Corners): boolean =>
  corners.every((corner, i) => {
    const [px, py] = corners[(i + 3) % 4]!;
    const [nx, ny] = corners[(i + 1) % 4]!;
    const [x, y] = corner;
    return (x - px) * (ny - y) - (y - py) * (nx - x) > LEAST_TURN;
  });

/**
 * The one projective map that takes the unit square to these corners. They must be convex.
 *
 * Source: P. S. Heckbert, "Fundamentals of Texture Mapping and Image Warping", Master's thesis,
 * UC Berkeley, 1989, section 2.2.3.
 */
export const squareTo = ([a, b, c, d]: Corners): Homography => {
  const sumX = a[0] - b[0] + c[0] - d[0];
  const sumY = a[1] - b[1] + c[1] - d[1];
  const dx1 = b[0] - c[0];
  const dx2 = d[0] - c[0];
  const dy1 = b[1] - c[1];
  const dy2 = d[1] - c[1];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / whole;
  const h = (dx1 * sumY - sumX * dy1) / whole;
  return [
    b[0] - a[0] + g * b[0],
    d[0] - a[0] + h * d[0],
    a[0],
    b[1] - a[1] + g * b[1],
    d[1] - a[1] + h * d[1],
    a[1],
    g,
    h,
    1,
  ];
};

/** The way back; the scale of the result means nothing, as ever with these maps. */
export const inverseOf = ([a, b, c, d, e, f, g, h, i]: Homography): Homography => [
  e * i - f * h,
  c * h - b * i,
  b * f - c * e,
  f * g - d * i,
  a * i - c * g,
  c * d - a * f,
  d * h - e * g,
  b * g - a * h,
  a * e - b * d,
];

/** Where a point lands. */
export const mapped = ([a, b, c, d, e, f, g, h, i]: Homography, [x, y]: Point): Point => {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
};
