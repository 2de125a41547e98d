import { type Rotation, turnedBack } from "../../shared/mapping/canvas.ts";
import { mapped, squareTo } from "../../shared/mapping/homography.ts";
import { type Mesh, onMesh } from "../../shared/mapping/mesh.ts";
import { type Corners, type Point, SQUARE } from "../../shared/mapping/point.ts";

/** What moves a picture on its way to the screen. */
interface Warp {
  readonly turn: Rotation;
  readonly mirror: boolean;
  readonly corners: Corners;
  readonly mesh: Mesh | null;
}

/** Triangles that carry the picture to where it is seen. */
interface WarpGrid {
  /**
   * Four numbers a corner of a triangle: its place in clip space, with the w of the projective map. A
   * graphics card that divides by it draws the corner pin exactly, however few triangles there are.
   */
  readonly clip: Float32Array;
  /** Two numbers a corner: its place in the projector's part of the picture, from the top left. */
  readonly places: Float32Array;
  readonly indices: Uint32Array;
}

/** Pieces a mesh is cut into, each way: enough that a bent sheet looks bent, and every line of the mesh is one of theirs. */
const PIECES = 48;

export const warpGrid = ({ turn, mirror, corners, mesh }: Warp): WarpGrid => {
  const across = mesh === null ? 1 : piecesOf(mesh.columns);
  const down = mesh === null ? 1 : piecesOf(mesh.rows);
  const [a, b, c, d, e, f, g, h, i] = squareTo(corners);
  const count = (across + 1) * (down + 1);
  const clip = new Float32Array(count * 4);
  const places = new Float32Array(count * 2);
  for (let n = 0; n < count; n++) {
    const column = (n % (across + 1)) / across;
    const row = Math.floor(n / (across + 1)) / down;
    const [x, y] = mesh === null ? [column, row] : onMesh(mesh, column, row);
    const w = g * x + h * y + i;
    clip.set([2 * (a * x + b * y + c) - w, w - 2 * (d * x + e * y + f), 0, w], n * 4);
    places.set(turnedBack(column, row, turn, mirror), n * 2);
  }
  const indices = new Uint32Array(across * down * 6);
  for (let n = 0; n < across * down; n++) {
    const at = Math.floor(n / across) * (across + 1) + (n % across);
    indices.set([at, at + across + 1, at + 1, at + 1, at + across + 1, at + across + 2], n * 6);
  }
  return { clip, places, indices };
};

/** Whether nothing is moved. */
export const isStill = ({ turn, mirror, corners, mesh }: Warp): boolean =>
  turn === 0 && !mirror && mesh === null && corners.every(([x, y], i) => x === SQUARE[i]?.[0] && y === SQUARE[i]?.[1]);

/** Where a place of the projector's picture is seen after mesh and corner pin, both in shares. */
export const warped = ({ corners, mesh }: Pick<Warp, "corners" | "mesh">, [x, y]: Point): Point =>
  mapped(squareTo(corners), mesh === null ? [x, y] : onMesh(mesh, x, y));

const piecesOf = (lines: number): number => (lines - 1) * Math.ceil(PIECES / (lines - 1));
