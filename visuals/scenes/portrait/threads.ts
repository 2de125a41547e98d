import { attribute, float, mix, positionGeometry, varying, vec3, vec4 } from "three/tsl";
import { type Color, type Node, type NodeMaterial, Vector3 } from "three/webgpu";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { acrossOf, clipOf, halfWidthAt, lightMaterial, moved, onScreen, profile } from "../../drawing/lines/strip.ts";

const SEGMENTS = 10;

/** A thread between two points, in the world's units. */
export class Thread {
  readonly from = new Vector3();
  readonly to = new Vector3();
  /** How far it hangs through. */
  slack = 0;
  /** Half of it. */
  width = 0.004;
  /** Where light runs in it, 0 to 1, and how strong beside its own; none where it is 0. */
  lightAt = 0;
  light = 0;
}

/** Any number of threads that hang between two points each, in one draw call, written anew every frame. */
export class Threads extends Instances {
  constructor(capacity: number) {
    super(capacity, stripShape(SEGMENTS), ["threadFrom", "threadTo", "threadColour", "threadLight"]);
    this.drawnWith(threadMaterial());
  }

  /** @realtime yes */
  add(of: Thread, colour: Color, light: number): void {
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.from.x, of.from.y, of.from.z, of.width);
    this.write(i + 4, of.to.x, of.to.y, of.to.z, of.slack);
    this.write(i + 8, colour.r * light, colour.g * light, colour.b * light, 0);
    this.write(i + 12, of.lightAt, of.light, 0, 0);
  }
}

const threadMaterial = (): NodeMaterial => {
  const from = attribute("threadFrom", "vec4");
  const to = attribute("threadTo", "vec4");
  const colour = attribute("threadColour", "vec4");
  const running = attribute("threadLight", "vec4");
  const at = (t: Node<"float">): Node<"vec3"> => {
    const hangs = t.mul(float(1).sub(t)).mul(4).mul(to.w);
    return mix(from.xyz, to.xyz, t).sub(vec3(0, hangs, 0));
  };
  const t = positionGeometry.x.add(0).toVar();
  const clip = clipOf(at(t)).toVar();
  const across = acrossOf(onScreen(clipOf(at(t.add(0.02)))).sub(onScreen(clip))).toVar();
  const { half, keep } = halfWidthAt(clip, from.w);
  const material = lightMaterial("threads");
  material.vertexNode = moved(clip, across.mul(positionGeometry.y.mul(half)));
  const off = t.sub(running.x).mul(3.2).toVar();
  const passing = off.mul(off).negate().exp().mul(running.y);
  const light = varying(colour.xyz.mul(keep).mul(passing.add(1)));
  const y = varying(positionGeometry.y);
  material.fragmentNode = vec4(light.mul(profile(y.mul(y), float(0.3))), 1);
  return material;
};
