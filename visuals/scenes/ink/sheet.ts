import {
  fract,
  mix,
  positionGeometry,
  screenCoordinate,
  screenSize,
  sin,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { BufferAttribute, BufferGeometry, Mesh, NodeMaterial, type Object3D, Vector3 } from "three/webgpu";

/** The paper: flat, with a grain, and a wash that wanders over it. */
export class Sheet {
  readonly paper = uniform(new Vector3());
  readonly wash = uniform(new Vector3());
  readonly drift = uniform(0);
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;

  constructor() {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const material = new NodeMaterial();
    material.name = "paper";
    material.depthTest = false;
    material.depthWrite = false;
    material.vertexNode = vec4(positionGeometry.xy, 0, 1);
    const at = varying(vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y)).toVar();
    const cloud = sin(
      at.x
        .mul(1.3)
        .add(this.drift)
        .add(sin(at.y.mul(1.9).sub(this.drift.mul(0.7)))),
    )
      .mul(0.5)
      .add(0.5);
    const grain = fract(sin(screenCoordinate.xy.mul(0.5).floor().dot(vec2(12.9898, 78.233))).mul(4375.85));
    const tone = mix(this.paper, this.wash, cloud).mul(grain.mul(0.16).add(0.92));
    material.fragmentNode = vec4(tone, 1);
    this.#mesh = new Mesh(geometry, material);
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
