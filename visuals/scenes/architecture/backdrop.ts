import {
  abs,
  float,
  fract,
  mix,
  positionGeometry,
  screenSize,
  smoothstep,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { BufferAttribute, BufferGeometry, Mesh, NodeMaterial, type Object3D, Vector2, Vector3 } from "three/webgpu";

/** From one of the drawing's lines to the next, in half screen heights. */
export const LINES_APART = 1 / 2.2;

/** The air behind the building: light below, deeper above, and on it the fine lines of a drawing. */
export class Backdrop {
  readonly low = uniform(new Vector3());
  readonly high = uniform(new Vector3());
  readonly lines = uniform(new Vector3());
  /** Where the lines run, in half screen heights, and how steeply. */
  readonly shift = uniform(new Vector2());
  readonly slope = uniform(0.5);
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;

  constructor() {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const material = new NodeMaterial();
    material.name = "backdrop";
    material.depthWrite = false;
    material.vertexNode = vec4(positionGeometry.xy, 0.99999, 1);
    const at = vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y).toVar();
    const height = varying(at.y.mul(0.5).add(0.5));
    const rising = varying(at.y.add(at.x.mul(this.slope)).add(this.shift.y).div(LINES_APART));
    const falling = varying(at.y.sub(at.x.mul(this.slope)).add(this.shift.y).div(LINES_APART));
    const lineAt = (place: typeof rising) => float(1).sub(smoothstep(0.006, 0.014, abs(fract(place).sub(0.5))));
    const line = lineAt(rising).add(lineAt(falling));
    const air = mix(this.low, this.high, smoothstep(0.05, 0.95, height));
    material.fragmentNode = vec4(air.add(this.lines.mul(line)), 1);
    this.#mesh = new Mesh(geometry, material);
    this.#mesh.frustumCulled = false;
    // Last: what the building hides costs nothing.
    this.#mesh.renderOrder = 1;
  }

  get object(): Object3D {
    return this.#mesh;
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#mesh.material.dispose();
  }
}
