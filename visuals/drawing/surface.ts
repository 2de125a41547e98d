import { BufferAttribute, BufferGeometry, Mesh, type NodeMaterial } from "three/webgpu";

/**
 * One shape that is drawn once, wherever its material puts it, and never left out for lying outside the
 * picture. Who extends it says in `material` where it is and how it looks.
 *
 * @example const paper = new Surface(coverShape(), plainMaterial("paper"), -1);
 */
export class Surface {
  readonly object: Mesh<BufferGeometry, NodeMaterial>;

  /** Of a lower `order` than 0 it is drawn before everything that has none. */
  constructor(shape: BufferGeometry, material: NodeMaterial, order = 0) {
    this.object = new Mesh(shape, material);
    this.object.frustumCulled = false;
    this.object.renderOrder = order;
  }

  protected get material(): NodeMaterial {
    return this.object.material;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}

/** Triangles between corners, x, y and z each. */
export const shapeOf = (corners: readonly number[], index: number[] | null = null): BufferGeometry => {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(corners), 3));
  geometry.setIndex(index);
  return geometry;
};

/** One triangle that covers the whole screen. */
export const coverShape = (): BufferGeometry => shapeOf([-1, -1, 0, 3, -1, 0, -1, 3, 0]);

/** A square from -1 to 1. */
export const squareShape = (): BufferGeometry => shapeOf([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0], [0, 1, 2, 0, 2, 3]);

/** A net of so many meshes, for what is worked out at its corners; `corner` puts each, by its shares of the way across and up. */
export const netShape = (
  columns: number,
  rows: number,
  corner: (across: number, up: number) => readonly [number, number, number],
): BufferGeometry => {
  const corners: number[] = [];
  const index: number[] = [];
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const first = corners.length / 3;
      corners.push(...corner(column / columns, row / rows));
      if (row === rows || column === columns) continue;
      const above = first + columns + 1;
      index.push(first, first + 1, above, first + 1, above + 1, above);
    }
  return shapeOf(corners, index);
};

/** A net over the whole screen. */
export const screenNet = (columns: number, rows: number): BufferGeometry =>
  netShape(columns, rows, (across, up) => [across * 2 - 1, up * 2 - 1, 0]);
