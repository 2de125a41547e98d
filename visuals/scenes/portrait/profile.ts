import { clamp } from "../../../shared/math/numbers.ts";

/**
 * A head in profile that looks along +x: from the throat over face, crown and nape, in units of half
 * its height, the foot of the neck at y = −1.
 */
const CORNERS: readonly (readonly [number, number])[] = [
  [0.06, -1.05],
  [0.1, -0.74],
  [0.27, -0.63],
  [0.46, -0.58],
  [0.53, -0.48],
  [0.475, -0.37],
  [0.55, -0.3],
  [0.505, -0.245],
  [0.57, -0.19],
  [0.53, -0.11],
  [0.59, -0.07],
  [0.715, -0.03],
  [0.6, 0.14],
  [0.485, 0.26],
  [0.545, 0.35],
  [0.555, 0.52],
  [0.47, 0.73],
  [0.28, 0.9],
  [0.0, 0.97],
  [-0.32, 0.9],
  [-0.57, 0.7],
  [-0.69, 0.4],
  [-0.64, 0.1],
  [-0.46, -0.2],
  [-0.38, -0.5],
  [-0.42, -0.78],
  [-0.5, -1.05],
];

/** The head begins under the chin and ends at the nape; the neck below is only drawn. */
const CHIN = 2;
const BROW = 14;
const NAPE = 23;
const FINE = 16;
/** The face is where people look: so many times as much of it is told. */
const FACE = 1.9;

/** Points of the outline of the head, `count` of them, as x and y in turn: densest along the face. */
export const rim = (count: number): Float32Array => along(CHIN, NAPE, count, FACE);

/** The same from the foot of the throat round to the foot of the nape, at even distances. */
export const contour = (count: number): Float32Array => along(0, CORNERS.length - 1, count, 1);

const along = (first: number, last: number, count: number, face: number): Float32Array => {
  const fine: [number, number][] = [];
  const weights: number[] = [];
  let length = 0;
  for (let i = first; i < last; i++)
    for (let n = 0; n < FINE; n++) {
      const point = between(i, n / FINE);
      const [x, y] = fine.at(-1) ?? point;
      length += Math.hypot(point[0] - x, point[1] - y) * (i < BROW ? face : 1);
      fine.push(point);
      weights.push(length);
    }
  const points = new Float32Array(count * 2);
  let at = 0;
  for (let k = 0; k < count; k++) {
    while (at + 1 < fine.length && (weights[at] ?? 0) < (length * k) / (count - 1)) at++;
    points.set(fine[at] ?? [0, 0], k * 2);
  }
  return points;
};

/** How far forward the face reaches at a height. */
export const faceAt = (y: number): number => {
  let reach = 0;
  for (let i = 0; i + 1 < CORNERS.length; i++) {
    const [ax, ay] = corner(i);
    const [bx, by] = corner(i + 1);
    if ((ay - y) * (by - y) <= 0 && ay !== by) reach = Math.max(reach, ax + ((bx - ax) * (y - ay)) / (by - ay));
  }
  return reach;
};

const corner = (i: number): readonly [number, number] => CORNERS[clamp(i, 0, CORNERS.length - 1)] ?? [0, 0];

/** Catmull and Rom's spline through the corners, from corner `i` on. */
const between = (i: number, t: number): [number, number] => {
  const [a, b, c, d] = [corner(i - 1), corner(i), corner(i + 1), corner(i + 2)];
  const at = (axis: 0 | 1): number =>
    0.5 *
    (2 * b[axis] +
      (c[axis] - a[axis]) * t +
      (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
      (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
  return [at(0), at(1)];
};
