import { exp, positionGeometry, screenSize, uniform, varying, vec2, vec4 } from "three/tsl";
import { BufferAttribute, BufferGeometry, Mesh, NodeMaterial, type Object3D, Vector3 } from "three/webgpu";

const COLUMNS = 24;
const ROWS = 14;

/** What the portrait hangs on: night at the edges, a glow behind the heads. */
export class Wall {
  readonly night = uniform(new Vector3());
  readonly glow = uniform(new Vector3());
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;

  constructor() {
    const material = new NodeMaterial();
    material.name = "portrait wall";
    material.depthTest = false;
    material.depthWrite = false;
    material.vertexNode = vec4(positionGeometry.xy, 0.9999, 1);
    const at = vec2(
      positionGeometry.x.mul(screenSize.x.div(screenSize.y)).mul(0.62),
      positionGeometry.y.sub(0.12),
    ).toVar();
    const glow = exp(at.dot(at).mul(-1.5));
    material.fragmentNode = vec4(varying(this.night.mul(glow.mul(0.6).add(0.4)).add(this.glow.mul(glow))), 1);
    this.#mesh = new Mesh(grid(), material);
    this.#mesh.frustumCulled = false;
    this.#mesh.renderOrder = -1;
  }

  get object(): Object3D {
    return this.#mesh;
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#mesh.material.dispose();
  }
}

/** The whole screen in cells: the gradient is worked out at their corners. */
const grid = (): BufferGeometry => {
  const position: number[] = [];
  const index: number[] = [];
  for (let row = 0; row <= ROWS; row++)
    for (let column = 0; column <= COLUMNS; column++) {
      position.push((2 * column) / COLUMNS - 1, (2 * row) / ROWS - 1, 0);
      if (row === ROWS || column === COLUMNS) continue;
      const corner = row * (COLUMNS + 1) + column;
      const above = corner + COLUMNS + 1;
      index.push(corner, corner + 1, above, above, corner + 1, above + 1);
    }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(position), 3));
  geometry.setIndex(index);
  return geometry;
};
