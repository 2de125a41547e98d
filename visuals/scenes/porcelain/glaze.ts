import {
  Break,
  cameraPosition,
  dot,
  Fn,
  float,
  If,
  Loop,
  normalize,
  positionGeometry,
  screenSize,
  smoothstep,
  uniform,
  varying,
  vec3,
  vec4,
} from "three/tsl";
import { type Node, type PerspectiveCamera, Vector3 } from "three/webgpu";
import { clipOf, veilMaterial } from "../../drawing/lines/strip.ts";
import { Surface, squareShape } from "../../drawing/surface.ts";
import type { Body } from "./body.ts";
import { Form } from "./form.ts";
import type { Light } from "./light.ts";
import { shaded } from "./shade.ts";

/** Steps of a ray at most: it starts at the body's bound, and those that miss are few. */
const STEPS = 15;
/** How close is near enough, in the world's units. */
const NEAR = 0.003;

/**
 * Draws one body by marching rays through its field of distances, only where its bound is on the screen.
 */
export class Glaze extends Surface {
  readonly form: Form;
  readonly #body: Body;
  readonly #others: readonly Body[];
  readonly #light: Light;
  readonly #right = uniform(new Vector3(1, 0, 0));
  readonly #up = uniform(new Vector3(0, 1, 0));
  readonly #pixel = uniform(0.001);
  readonly #forward = new Vector3();

  constructor(body: Body, others: readonly Body[], light: Light) {
    super(squareShape(), veilMaterial("glaze"));
    this.form = new Form(body);
    this.#body = body;
    this.#others = others;
    this.#light = light;
    this.#paint();
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

  #paint(): void {
    const body = this.#body;
    const { bound } = body;
    const corner = bound.xyz.add(this.#right.mul(positionGeometry.x)).add(this.#up.mul(positionGeometry.y)).toVar();
    this.material.vertexNode = clipOf(corner);
    const eye = cameraPosition;
    const way = varying(corner.sub(eye));
    this.material.fragmentNode = Fn(
      // What decides the picture is handed in, so that it is known what the material depends on.
      (_decides: readonly Node[]) => this.#marched(eye, normalize(way).toVar()),
    )(body.ballNode, body.slit, body.gap, body.mouth, body.ring, body.ringLies, body.beads, body.inside, body.tint);
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
      const distance = this.form.distance(point).toVar();
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
      colour.assign(shaded(eye.add(way.mul(best)).toVar(), way, body, this.form, this.#others, this.#light));
    });
    return vec4(colour.mul(alpha), alpha);
  }
}
