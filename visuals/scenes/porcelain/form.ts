import { dot, exp2, float, length, log2, max, min, uniform, vec2, vec3 } from "three/tsl";
import type { Node } from "three/webgpu";
import type { Body } from "./body.ts";
import { BALLS } from "./figures.ts";

/**
 * A body's form as a field of distances. Its balls melt into one another as a sum of exponentials
 * (I. Quilez, "Smooth minimum", 2013), whose parts are the weights of their normals too, so that the
 * surface costs no further looks.
 */
export class Form {
  /** How hard the joints between balls are. */
  readonly hardness = uniform(16);
  readonly #body: Body;

  constructor(body: Body) {
    this.#body = body;
  }

  /** How far a point is from all there is. */
  distance(point: Node<"vec3">): Node<"float"> {
    const solid = max(this.melted(point), this.cut(point));
    return min(solid, this.ring(point));
  }

  /** The distance of the balls from a point, melted. */
  melted(point: Node<"vec3">): Node<"float"> {
    let sum: Node<"float"> = float(1e-6);
    for (let i = 0; i < BALLS; i++) {
      const ball = this.#body.ballNode.element(i);
      sum = sum.add(exp2(length(point.sub(ball.xyz)).sub(ball.w).mul(this.hardness).negate()));
    }
    return log2(sum).negate().div(this.hardness);
  }

  /** How far inside what is cut out a point is; negative outside. */
  cut(point: Node<"vec3">): Node<"float"> {
    const { slit, gap, mouth } = this.#body;
    const inSlit = gap.sub(dot(point, slit.xyz).sub(slit.w).abs());
    const inMouth = mouth.w.sub(length(point.sub(mouth.xyz)));
    return max(inSlit, inMouth);
  }

  ring(point: Node<"vec3">): Node<"float"> {
    const { ring, ringLies } = this.#body;
    const off = point.sub(ring.xyz).toVar();
    const high = dot(off, ringLies.xyz).toVar();
    const flat = length(off.sub(ringLies.xyz.mul(high)));
    return length(vec2(flat.sub(ring.w), high)).sub(ringLies.w);
  }

  /** The distance of the balls, melted, and the way their surface faces, not yet of length 1. */
  surface(point: Node<"vec3">): { melted: Node<"float">; normal: Node<"vec3"> } {
    let sum: Node<"float"> = float(1e-6);
    let pull: Node<"vec3"> = vec3(0, 0, 0);
    for (let i = 0; i < BALLS; i++) {
      const ball = this.#body.ballNode.element(i);
      const off = point.sub(ball.xyz).toVar();
      const away = length(off).toVar();
      const weight = exp2(away.sub(ball.w).mul(this.hardness).negate()).toVar();
      sum = sum.add(weight);
      pull = pull.add(off.mul(weight.div(away)));
    }
    return { melted: log2(sum).negate().div(this.hardness).toVar(), normal: pull.div(sum) };
  }
}
