import { clamp } from "../math/numbers.ts";
import type { Point } from "./point.ts";

export const FEWEST_LINES = 2;
export const MOST_LINES = 9;

/**
 * A grid of points that the picture is stretched over, before its corners are pinned: in shares of
 * the picture, row by row from the top left.
 */
export interface Mesh {
  readonly columns: number;
  readonly rows: number;
  /** A bent sheet, for pillars and cloth; otherwise flat between the points, for the edges of a building. */
  readonly smooth: boolean;
  readonly points: readonly Point[];
}

export const flatMesh = (columns: number, rows: number, smooth: boolean): Mesh => ({
  columns,
  rows,
  smooth,
  points: Array.from(
    { length: columns * rows },
    (_, i): Point => [(i % columns) / (columns - 1), Math.floor(i / columns) / (rows - 1)],
  ),
});

/**
 * Where the place (x, y) of the picture lies on the mesh, both 0 to 1.
 *
 * Smooth is bicubic by Catmull and Rom (E. Catmull, R. Rom, "A class of local interpolating
 * splines", 1974): unlike other splines the sheet passes through every point that was dragged, and
 * a point moves only the cells around it. Beyond the border the lattice goes on straight, so a mesh
 * nobody has touched is exactly flat.
 */
export const onMesh = (mesh: Mesh, x: number, y: number): Point => {
  const { columns, rows, smooth } = mesh;
  const column = clamp(Math.floor(x * (columns - 1)), 0, columns - 2);
  const row = clamp(Math.floor(y * (rows - 1)), 0, rows - 2);
  const across = smooth ? catmullRom(x * (columns - 1) - column) : linear(x * (columns - 1) - column);
  const down = smooth ? catmullRom(y * (rows - 1) - row) : linear(y * (rows - 1) - row);
  let px = 0;
  let py = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) {
      const weight = across[i]! * down[j]!;
      if (weight === 0) continue;
      const [kx, ky] = beyond(mesh, column + i - 1, row + j - 1);
      px += weight * kx;
      py += weight * ky;
    }
  }
  return [px, py];
};

/** The same surface with other points on it, so that a mesh may be made finer without a jump where it is smooth. */
export const withLines = (mesh: Mesh, columns: number, rows: number): Mesh => ({
  ...mesh,
  columns,
  rows,
  points: flatMesh(columns, rows, mesh.smooth).points.map(([x, y]) => onMesh(mesh, x, y)),
});

type Weights = readonly [number, number, number, number];

const linear = (t: number): Weights => [0, 1 - t, t, 0];

const catmullRom = (t: number): Weights => [
  t * (-0.5 + t * (1 - 0.5 * t)),
  1 + t * t * (-2.5 + 1.5 * t),
  t * (0.5 + t * (2 - 1.5 * t)),
  t * t * (-0.5 + 0.5 * t),
];

/** A point of the lattice; one step beyond the border it is the border's point mirrored at its neighbour. */
const beyond = (mesh: Mesh, column: number, row: number): Point => {
  if (column < 0) return between(beyond(mesh, 0, row), beyond(mesh, 1, row));
  if (column >= mesh.columns) return between(beyond(mesh, column - 1, row), beyond(mesh, column - 2, row));
  if (row < 0) return between(beyond(mesh, column, 0), beyond(mesh, column, 1));
  if (row >= mesh.rows) return between(beyond(mesh, column, row - 1), beyond(mesh, column, row - 2));
  return mesh.points[row * mesh.columns + column]!;
};

const between = ([x, y]: Point, [fromX, fromY]: Point): Point => [2 * x - fromX, 2 * y - fromY];
