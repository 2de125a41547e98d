import { positionGeometry, uniform, uniformArray, varying, vec4 } from "three/tsl";
import {
  BufferAttribute,
  BufferGeometry,
  type Color,
  Mesh,
  NodeMaterial,
  type Object3D,
  type PerspectiveCamera,
  Vector3,
  Vector4,
} from "three/webgpu";
import { MOST_SOURCES, type Source } from "./sources.ts";

const COLUMNS = 24;
const ROWS = 14;

/** The depth behind the dust: night, and the glow of the sources on it, worked out at the corners of a coarse grid. */
export class Ground {
  readonly #night = uniform(new Vector3());
  readonly #ats = Array.from({ length: MOST_SOURCES }, () => new Vector4(0, 0, 1, 0));
  readonly #glows = Array.from({ length: MOST_SOURCES }, () => new Vector4());
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;
  readonly #point = new Vector3();
  readonly #aspect = uniform(1);

  constructor(sources: number) {
    const material = new NodeMaterial();
    material.name = "ground of the flow";
    material.depthTest = false;
    material.depthWrite = false;
    material.vertexNode = vec4(positionGeometry.xy, 0, 1);
    const ats = uniformArray<"vec4">(this.#ats, "vec4");
    const glows = uniformArray<"vec4">(this.#glows, "vec4");
    const at = vec4(positionGeometry.x.mul(this.#aspect), positionGeometry.y, 0, 0).xy.toVar();
    let light = this.#night.add(0);
    for (let i = 0; i < Math.min(MOST_SOURCES, sources); i++) {
      const off = at.sub(ats.element(i).xy).toVar();
      const near = off.dot(off).mul(ats.element(i).z).add(1).toVar();
      light = light.add(glows.element(i).xyz.div(near.mul(near)));
    }
    material.fragmentNode = vec4(varying(light), 1);
    this.#mesh = new Mesh(gridShape(), material);
    this.#mesh.frustumCulled = false;
    this.#mesh.renderOrder = -1;
  }

  get object(): Object3D {
    return this.#mesh;
  }

  /** Before the glows of a frame. @realtime yes */
  begin(camera: PerspectiveCamera, night: Color): void {
    this.#aspect.value = camera.aspect;
    this.#night.value.set(night.r, night.g, night.b);
  }

  /** The light a source throws on what is behind it. @realtime yes */
  glow(slot: number, source: Source, camera: PerspectiveCamera, colour: Color, light: number): void {
    const { x, y } = this.#point.copy(source.at).project(camera);
    this.#ats[slot]?.set(x * camera.aspect, y, 1.5, 0);
    this.#glows[slot]?.set(colour.r * light, colour.g * light, colour.b * light, 0);
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#mesh.material.dispose();
  }
}

const gridShape = (): BufferGeometry => {
  const corners: number[] = [];
  const index: number[] = [];
  for (let row = 0; row <= ROWS; row++)
    for (let column = 0; column <= COLUMNS; column++) {
      const first = corners.length / 3;
      corners.push((column / COLUMNS) * 2 - 1, (row / ROWS) * 2 - 1, 0);
      if (row === ROWS || column === COLUMNS) continue;
      const above = first + COLUMNS + 1;
      index.push(first, first + 1, above, first + 1, above + 1, above);
    }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(corners), 3));
  geometry.setIndex(index);
  return geometry;
};
