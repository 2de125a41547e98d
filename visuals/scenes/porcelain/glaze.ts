import {
  Break,
  cameraPosition,
  clamp,
  dot,
  exp2,
  Fn,
  float,
  If,
  Loop,
  length,
  log2,
  max,
  min,
  mix,
  normalize,
  positionGeometry,
  reflect,
  screenSize,
  sin,
  smoothstep,
  step,
  uniform,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import {
  AddEquation,
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  Mesh,
  type Node,
  NodeMaterial,
  OneFactor,
  OneMinusSrcAlphaFactor,
  type PerspectiveCamera,
  Vector3,
} from "three/webgpu";
import { clipOf } from "../lines/strip.ts";
import { BALLS, type Body } from "./body.ts";
import type { Light } from "./light.ts";

/** Steps of a ray at most: it starts at the body's bound, and those that miss are few. */
const STEPS = 15;
/** How close is near enough, in the world's units. */
const NEAR = 0.003;

/**
 * Draws one body by marching rays through its field of distances, only where its bound is on the
 * screen. Balls melt into one another as a sum of exponentials (I. Quilez, "Smooth minimum", 2013),
 * whose parts are the weights of their normals too, so that the surface costs no further looks.
 */
export class Glaze {
  /** How hard the joints between balls are. */
  readonly hardness = uniform(16);
  readonly #body: Body;
  readonly #others: readonly Body[];
  readonly #light: Light;
  readonly #right = uniform(new Vector3(1, 0, 0));
  readonly #up = uniform(new Vector3(0, 1, 0));
  readonly #pixel = uniform(0.001);
  readonly #forward = new Vector3();
  readonly object: Mesh<BufferGeometry, NodeMaterial>;

  constructor(body: Body, others: readonly Body[], light: Light) {
    this.#body = body;
    this.#others = others;
    this.#light = light;
    const geometry = new BufferGeometry();
    geometry.setAttribute(
      "position",
      new BufferAttribute(new Float32Array([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]), 3),
    );
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.object = new Mesh(geometry, this.#material());
    this.object.frustumCulled = false;
  }

  /** Turns the bound to the viewer; the farther body is drawn first. @realtime yes */
  face(camera: PerspectiveCamera): void {
    const { x, y, z, w } = this.#body.bound.value;
    const forward = this.#forward.set(x, y, z).sub(camera.position);
    const away = forward.length();
    this.object.renderOrder = 100 - away;
    forward.divideScalar(away);
    // The bound's outline, as seen from so near, is wider than its middle.
    const wide = w / Math.sqrt(Math.max(0.1, 1 - (w / away) ** 2));
    const right = this.#right.value.set(0, 1, 0).applyQuaternion(camera.quaternion);
    right.crossVectors(forward, right).normalize();
    this.#up.value.crossVectors(right, forward).multiplyScalar((wide * this.#body.height) / w);
    right.multiplyScalar((wide * this.#body.breadth) / w);
    this.#pixel.value = 2 * Math.tan((camera.fov * Math.PI) / 360);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }

  #material(): NodeMaterial {
    const body = this.#body;
    const { bound } = body;
    const corner = bound.xyz.add(this.#right.mul(positionGeometry.x)).add(this.#up.mul(positionGeometry.y)).toVar();
    const material = new NodeMaterial();
    material.name = "glaze";
    material.transparent = true;
    material.depthTest = false;
    material.depthWrite = false;
    material.blending = CustomBlending;
    material.blendEquation = AddEquation;
    material.blendSrc = OneFactor;
    material.blendDst = OneMinusSrcAlphaFactor;
    material.vertexNode = clipOf(corner);
    const eye = cameraPosition;
    const way = varying(corner.sub(eye));
    material.fragmentNode = Fn(
      // What decides the picture is handed in, so that it is known what the material depends on.
      (_decides: readonly Node[]) => this.#marched(eye, normalize(way).toVar()),
    )(body.ballNode, body.slit, body.gap, body.mouth, body.ring, body.ringLies, body.beads, body.inside, body.tint);
    return material;
  }

  /** The distance of the balls from a point, melted. */
  #melted(point: Node<"vec3">): Node<"float"> {
    let sum: Node<"float"> = float(1e-6);
    for (let i = 0; i < BALLS; i++) {
      const ball = this.#body.ballNode.element(i);
      sum = sum.add(exp2(length(point.sub(ball.xyz)).sub(ball.w).mul(this.hardness).negate()));
    }
    return log2(sum).negate().div(this.hardness);
  }

  /** How far inside what is cut out a point is; negative outside. */
  #cut(point: Node<"vec3">): Node<"float"> {
    const { slit, gap, mouth } = this.#body;
    const inSlit = gap.sub(dot(point, slit.xyz).sub(slit.w).abs());
    const inMouth = mouth.w.sub(length(point.sub(mouth.xyz)));
    return max(inSlit, inMouth);
  }

  #ring(point: Node<"vec3">): Node<"float"> {
    const { ring, ringLies } = this.#body;
    const off = point.sub(ring.xyz).toVar();
    const high = dot(off, ringLies.xyz).toVar();
    const flat = length(off.sub(ringLies.xyz.mul(high)));
    return length(vec2(flat.sub(ring.w), high)).sub(ringLies.w);
  }

  #marched(eye: Node<"vec3">, way: Node<"vec3">): Node<"vec4"> {
    const body = this.#body;
    const { bound } = body;
    const to = eye.sub(bound.xyz).toVar();
    const middle = dot(to, way).negate().toVar();
    const half = bound.w
      .mul(bound.w)
      .sub(dot(to, to).sub(middle.mul(middle)))
      .max(0)
      .sqrt()
      .toVar();
    const far = middle.sub(half).toVar();
    const end = middle.add(half).toVar();
    const best = far.toVar();
    const closest = float(1e3).toVar();
    const pixel = this.#pixel.div(screenSize.y).toVar();
    Loop(STEPS, () => {
      const point = eye.add(way.mul(far)).toVar();
      const solid = max(this.#melted(point), this.#cut(point));
      const distance = min(solid, this.#ring(point)).toVar();
      const close = distance.div(far.mul(pixel)).toVar();
      If(close.lessThan(closest), () => {
        closest.assign(close);
        best.assign(far);
      });
      If(distance.lessThan(NEAR).or(far.greaterThan(end)), () => {
        Break();
      });
      far.addAssign(distance);
    });
    const alpha = smoothstep(1.6, 0.4, closest).toVar();
    const colour = vec3(0, 0, 0).toVar();
    If(alpha.greaterThan(0.001), () => {
      colour.assign(this.#shaded(eye.add(way.mul(best)).toVar(), way));
    });
    return vec4(colour.mul(alpha), alpha);
  }

  #shaded(point: Node<"vec3">, way: Node<"vec3">): Node<"vec3"> {
    const body = this.#body;
    const light = this.#light;
    let sum: Node<"float"> = float(1e-6);
    let pull: Node<"vec3"> = vec3(0, 0, 0);
    for (let i = 0; i < BALLS; i++) {
      const ball = body.ballNode.element(i);
      const off = point.sub(ball.xyz).toVar();
      const away = length(off).toVar();
      const weight = exp2(away.sub(ball.w).mul(this.hardness).negate()).toVar();
      sum = sum.add(weight);
      pull = pull.add(off.mul(weight.div(away)));
    }
    const melted = log2(sum).negate().div(this.hardness).toVar();
    const cut = this.#cut(point).toVar();
    const ring = this.#ring(point).toVar();
    const inCut = step(melted, cut.sub(0.002)).toVar();
    const onRing = step(ring, max(melted, cut)).toVar();
    const beads = sin(point.mul(54).add(point.yzx.mul(38))).mul(body.beads);
    const normal = normalize(pull.div(sum).add(beads)).toVar();

    // The glaze: light from the lamp, soft; from the window behind; from the floor; and what it mirrors.
    const facing = clamp(dot(normal, way).negate(), 0, 1).toVar();
    const rim = float(1).sub(facing).toVar();
    const rim2 = rim.mul(rim).toVar();
    const lit = dot(normal, light.lamp);
    const soft = clamp(lit.mul(0.7).add(0.3), 0, 1);
    // What lies between here and a neighbour is shaded by it.
    let shadow: Node<"float"> = float(1);
    for (const other of this.#others) {
      const off = point.sub(other.bound.xyz).toVar();
      const along = dot(off, light.lamp).negate().toVar();
      const aside = dot(off, off).sub(along.mul(along)).max(0).sqrt().sub(other.bound.w.mul(0.5));
      shadow = shadow.mul(mix(float(1), smoothstep(-0.15, 0.35, aside), step(0, along).mul(0.7)));
    }
    // Joints and the foot are dark: the field there is nearer than the normal says.
    const joint = clamp(
      this.#melted(point.add(normal.mul(0.14)))
        .sub(melted)
        .mul(1 / 0.14),
      0,
      1,
    );
    const ground = smoothstep(-0.05, 0.5, point.y).mul(0.7).add(0.3);
    const dark = joint.mul(0.75).add(0.25).mul(ground).toVar();
    const clay = mix(body.tint, vec3(1, 1, 1), 0.06).toVar();
    const sky = normal.y.mul(0.3).add(0.4);
    // Where light fades it goes through the clay, and is coloured once more.
    const lampSide = mix(clay, vec3(1, 1, 1), soft)
      .mul(light.lampLight)
      .mul(soft.mul(soft).mul(1.25));
    const behind = clamp(normal.z.mul(-0.8).add(0.35), 0, 1).mul(rim);
    const diffuse = clay
      .mul(lampSide.mul(shadow).add(light.wall.mul(sky)).add(light.windowLight.mul(behind)))
      .mul(dark);

    const mirror = reflect(way, normal).toVar();
    const fresnel = rim2.mul(rim2).mul(0.8).add(0.05).mul(light.gloss);
    const box = smoothstep(0.94, 0.97, dot(mirror, light.lamp)).mul(6);
    const mirrored = light.windowLight
      .mul(light.seen(point, mirror, 0.25))
      .add(light.lampLight.mul(box))
      .add(mix(light.wall, light.floor, step(mirror.y, 0)).mul(0.6));
    // Light from inside shines through where the wall is seen face on.
    const through = body.tint.mul(body.inside.mul(facing.mul(facing).mul(0.42)));
    const glazed = diffuse.add(mirrored.mul(fresnel)).add(through);
    const core = mix(body.tint, vec3(1, 1, 1), 0.35).mul(body.inside.mul(1.3).add(1.1));
    const metal = mix(body.tint, vec3(1, 1, 1), 0.5)
      .mul(light.lampLight)
      .mul(1.5);
    return mix(mix(glazed, core, inCut), metal, onRing);
  }
}
