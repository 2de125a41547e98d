import {
  abs,
  float,
  length,
  max,
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

/** What is behind everything: night, the glow on the horizon, and the eclipsed disc whose rim is the video's body. */
export class Sky {
  readonly night = uniform(new Vector3());
  readonly glow = uniform(new Vector3());
  readonly corona = uniform(new Vector3());
  /** Centre of the disc and the horizon below it, in half screen heights from the middle of the picture. */
  readonly centre = uniform(new Vector2(0, 0.4));
  /** The direction that is up, for a world that has rolled. */
  readonly up = uniform(new Vector2(0, 1));
  readonly horizon = uniform(0);
  readonly radius = uniform(0.3);
  /** How far the corona reaches, in half screen heights. */
  readonly reach = uniform(0.3);
  /** How far the moon has slid off the sun, in half screen heights, and how bright the sun is. */
  readonly slide = uniform(new Vector2());
  readonly sun = uniform(4);
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;

  constructor() {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const material = new NodeMaterial();
    material.name = "sky";
    material.depthTest = false;
    material.depthWrite = false;
    material.vertexNode = vec4(positionGeometry.xy, 0, 1);

    const at = varying(vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y));
    const above = at.dot(this.up).sub(this.horizon).toVar();
    const from = length(at.sub(this.centre)).sub(this.radius).toVar();
    const outside = smoothstep(-0.006, 0.006, from).toVar();
    const falloff = max(from, 0).div(this.reach).toVar();
    // Close to the rim the corona is dense, farther out it thins quickly.
    const halo = float(1)
      .div(falloff.mul(falloff).mul(falloff.mul(6).add(14)).add(falloff.mul(2)).add(1))
      .mul(outside);
    // The moon slides off the sun: what it no longer covers is a crescent.
    const bared = smoothstep(-0.005, 0.005, length(at.sub(this.centre).sub(this.slide)).sub(this.radius));
    const crescent = float(1).sub(outside).mul(bared);
    const sky = smoothstep(-0.004, 0.004, above).toVar();
    // The glow stands on the horizon, and lies mirrored in the water below it.
    const height = abs(above).toVar();
    const mist = float(1)
      .div(height.mul(height).mul(60).add(height.mul(5)).add(1))
      .toVar();
    const glow = mist.mul(mix(float(0.3).mul(mist), float(1), sky));
    material.fragmentNode = vec4(
      this.night
        .add(this.glow.mul(glow.mul(outside.mul(0.9).add(0.1))))
        .add(this.corona.mul(halo.mul(sky.mul(0.97).add(0.03)).add(crescent.mul(sky).mul(this.sun)))),
      1,
    );
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
