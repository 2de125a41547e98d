import {
  abs,
  attribute,
  cos,
  exp,
  max,
  min,
  mix,
  normalLocal,
  positionGeometry,
  sin,
  smoothstep,
  varying,
  vec3,
  vec4,
} from "three/tsl";
import { type Color, type Node, NodeMaterial } from "three/webgpu";
import { Instances } from "../../drawing/lines/instances.ts";
import { blockShape } from "../../drawing/solids/block.ts";
import type { Course } from "./tunnel.ts";
import type { Walls } from "./walls.ts";

/** A brick on its way. Sizes are from face to face; angles in radians. */
export class Brick {
  x = 0;
  y = 0;
  z = 0;
  /** Along the wall, off the wall, into the depth. */
  width = 1;
  height = 1;
  length = 1;
  /** The wall it lies on, and how far it has tumbled. */
  angle = 0;
  tumble = 0;
  /** How bright its edges are beside its faces. */
  edge = 1;
}

/** Faces are dark beside the edges: a brick that flies past is seen by its outline, and does not flash. */
const FACE = 0.24;

/** All loose bricks and their shards, written anew every frame, in one call. */
export class Masonry extends Instances {
  constructor(capacity: number, course: Course, walls: Walls) {
    const names = ["brickAt", "brickSize", "brickColour", "brickTurn"];
    super(capacity, blockShape(), names);
    this.drawnWith(brickMaterial(course, walls));
  }

  /** @realtime yes */
  add(of: Brick, colour: Color, light: number): void {
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.z, of.angle);
    this.write(i + 4, of.width, of.height, of.length, of.tumble);
    this.write(i + 8, colour.r * light, colour.g * light, colour.b * light, of.edge);
  }
}

const brickMaterial = (course: Course, walls: Walls): NodeMaterial => {
  const at = attribute("brickAt", "vec4");
  const size = attribute("brickSize", "vec4");
  const colour = attribute("brickColour", "vec4");

  const c = cos(size.w).toVar();
  const s = sin(size.w).toVar();
  const wc = cos(at.w).toVar();
  const ws = sin(at.w).toVar();
  /** Tumbles over its long side and, more slowly, over its end; then lies down on its wall. */
  const turned = (v: Node<"vec3">): Node<"vec3"> => {
    const over = vec3(v.x, v.y.mul(c).sub(v.z.mul(s)), v.y.mul(s).add(v.z.mul(c))).toVar();
    const spun = vec3(over.x.mul(c).add(over.z.mul(s)), over.y, over.z.mul(c).sub(over.x.mul(s))).toVar();
    return vec3(spun.x.mul(wc).sub(spun.y.mul(ws)), spun.x.mul(ws).add(spun.y.mul(wc)), spun.z);
  };
  const point = at.xyz.add(turned(positionGeometry.mul(size.xyz))).toVar();
  const normal = turned(normalLocal).toVar();
  // The light stands behind the viewer and a little above; what looks away still gets some from the depth.
  const shade = varying(max(normal.z, 0).mul(0.5).add(normal.y.mul(0.18)).add(0.42));
  const lit = varying(colour.xyz);
  const edge = varying(colour.w);
  const local = varying(positionGeometry);
  const air = varying(exp(min(point.z, 0).mul(0.034)));

  const away = abs(local).mul(2).toVar();
  // Of the three distances from the middle one is always 1; the next tells how near an edge is.
  const second = max(min(away.x, away.y), min(max(away.x, away.y), away.z));
  const rim = smoothstep(0.8, 0.97, second).mul(edge);
  const material = new NodeMaterial();
  material.name = "bricks";
  material.vertexNode = course.clip(point);
  material.fragmentNode = vec4(mix(walls.far, lit.mul(shade.mul(FACE).add(rim)), air), 1);
  return material;
};
