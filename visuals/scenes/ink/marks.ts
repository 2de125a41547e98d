import {
  abs,
  atan,
  attribute,
  float,
  fract,
  max,
  min,
  mix,
  positionGeometry,
  screenSize,
  sin,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import type { Color, Node, NodeMaterial } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, flatMaterial } from "../../drawing/lines/strip.ts";

/** One mark on the page, in half heights of the picture. */
export class Mark {
  x = 0;
  y = 0;
  /** Half its length and half its breadth; for what is round the radius, and the breadth of the line. */
  length = 0.1;
  breadth = 0.02;
  angle = 0;
  /** Bends a stroke; of a ring it is how much of it is drawn, 0 to 1. */
  bow = 0;
  /** How rough its edge is, 0 to 1. */
  rough = 0.3;
  /** 0 wet to 1 dried away: the paper's grain comes through. */
  dry = 0;
  /** Makes each mark another. */
  grain = 0;
}

/** What a mark's shader is given: the place in its frame, -1 to 1 (a little more at the edge), and its measures. */
export interface Measures {
  readonly at: Node<"vec2">;
  readonly look: Node<"vec4">;
  /** Breadth over length, and the size of a pixel over the length. */
  readonly slim: Node<"float">;
  readonly pixel: Node<"float">;
}

/** Flat marks of ink of one kind, written anew every frame, in one call. */
export class Marks extends Instances {
  /** `covers` says how much ink lies at a place, 0 to 1; `round` marks have a square frame. */
  constructor(name: string, capacity: number, round: boolean, covers: (of: Measures) => Node<"float">) {
    const names = ["markAt", "markTurn", "markLook", "markColour"];
    super(capacity, stripShape(1), names);
    this.drawnWith(inkMaterial(name, round, covers));
  }

  /** @realtime yes */
  add(of: Mark, colour: Color, strength: number): void {
    if (strength < 0.01 || of.dry >= 1) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.length, of.breadth);
    this.write(i + 4, Math.cos(of.angle), Math.sin(of.angle), strength, 0);
    this.write(i + 8, of.bow, of.rough, of.dry, of.grain);
    this.write(i + 12, colour.r, colour.g, colour.b, 0);
  }
}

/** Room around a mark for its rough edge and its bow. */
const ROOM = 1.35;

const inkMaterial = (name: string, round: boolean, covers: (of: Measures) => Node<"float">): NodeMaterial => {
  const at = attribute("markAt", "vec4");
  const turn = attribute("markTurn", "vec4");
  const look = attribute("markLook", "vec4");
  const colour = attribute("markColour", "vec4");
  const corner = vec2(positionGeometry.x.mul(2).sub(1), positionGeometry.y).mul(ROOM).toVar();
  const half = round ? vec2(at.z, at.z) : vec2(at.z, at.w.add(look.x.abs().mul(at.z)));
  const reach = corner.mul(half).toVar();
  const x = at.x.add(reach.x.mul(turn.x)).sub(reach.y.mul(turn.y));
  const y = at.y.add(reach.x.mul(turn.y)).add(reach.y.mul(turn.x));
  const material = flatMaterial(name);
  material.vertexNode = clipOf(vec3(x, y, 0));
  const place = varying(reach.div(at.z));
  const looks = varying(look);
  const slim = varying(at.w.div(at.z));
  const pixel = varying(float(2).div(screenSize.y.mul(at.z)));
  const paper = varying(vec2(x, y));
  const fibre = fract(sin(paper.mul(310).floor().dot(vec2(12.9898, 78.233))).mul(4375.85)).toVar();
  const cover = covers({ at: place, look: looks, slim, pixel });
  // As it dries, the ink stays only where the paper holds it.
  const stays = max(min(fibre.mul(0.6).add(1).sub(looks.z.mul(1.6)).mul(2.2), 1), 0);
  const strength = varying(turn.z);
  material.fragmentNode = vec4(varying(colour.xyz), cover.mul(stays).mul(strength));
  return material;
};

/** 1 inside, 0 outside, with an edge of about a pixel. */
const inside = (distance: Node<"float">, pixel: Node<"float">): Node<"float"> =>
  max(min(float(0.5).sub(distance.div(pixel.mul(1.5))), 1), 0);

/** A drop that has fallen: round, with lobes; what it dissolved has gathered at its edge. */
export const blot = ({ at, look, pixel }: Measures): Node<"float"> => {
  const angle = atan(at.y, at.x).toVar();
  const lobes = sin(angle.mul(3).add(look.w))
    .mul(0.45)
    .add(sin(angle.mul(7).sub(look.w.mul(2.3))).mul(0.3))
    .add(sin(angle.mul(13).add(look.w.mul(4.1))).mul(0.25));
  const depth = at.length().sub(lobes.mul(look.y).mul(0.3).add(0.92)).toVar();
  const pooled = sin(at.x.mul(2.1).add(look.w))
    .mul(sin(at.y.mul(2.7).sub(look.w)))
    .mul(0.16);
  const rim = max(float(1).add(depth.mul(4.5)), 0);
  return inside(depth, pixel).mul(min(rim.mul(rim).mul(0.66).add(pooled).add(0.34), 1));
};

/** Hairs of a brush. */
const HAIRS = 8;

/** A pull of the brush: it starts full, and one hair after the other runs dry. */
export const stroke = ({ at, look, slim, pixel }: Measures): Node<"float"> => {
  const bent = at.y.sub(look.x.mul(float(1).sub(at.x.mul(at.x)))).toVar();
  const along = at.x.mul(0.5).add(0.5).toVar();
  const end = at.x.mul(at.x).toVar();
  const full = max(float(1).sub(end.mul(end).mul(end)), 0);
  const edge = sin(at.x.mul(4.3).add(look.w))
    .mul(0.7)
    .add(sin(at.x.mul(11).sub(look.w.mul(3))).mul(0.3));
  const breadth = max(slim, pixel.mul(0.6))
    .mul(full)
    .mul(edge.mul(look.y).mul(0.2).add(1))
    .mul(along.mul(-0.3).add(1.15));
  const hair = bent
    .div(slim)
    .mul(HAIRS)
    .add(sin(at.x.mul(3).add(look.w)))
    .toVar();
  const lasts = fract(sin(hair.floor().mul(12.99).add(look.w)).mul(437.5));
  const gap = abs(hair.fract().sub(0.5)).mul(1.3);
  // Hairs that are finer than the screen would crawl: such a stroke is drawn full.
  const seen = max(min(slim.div(pixel).div(HAIRS).sub(0.6), 1), 0);
  const runsDry = max(min(lasts.add(0.75).sub(along.mul(look.y).mul(1.9)).sub(gap.mul(along)).mul(6), 1), 0);
  return inside(bent.abs().sub(breadth), pixel).mul(mix(float(1).sub(along.mul(0.35).mul(look.y)), runsDry, seen));
};

/** A ring drawn in one go, its line thinning towards the end. */
export const ringed = ({ at, look, slim, pixel }: Measures): Node<"float"> => {
  const turn = atan(at.y, at.x).div(TURN).add(0.5).toVar();
  const wobble = sin(turn.mul(18.85).add(look.w)).mul(look.y).mul(0.05);
  const line = slim.mul(float(1).sub(turn.mul(0.65)));
  const drawn = max(min(look.x.sub(turn).mul(40), 1), 0);
  return inside(at.length().sub(wobble.add(0.94)).abs().sub(line), pixel).mul(drawn);
};
