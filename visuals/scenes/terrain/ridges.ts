import {
  abs,
  attribute,
  cos,
  exp,
  float,
  max,
  mix,
  positionGeometry,
  pow,
  sin,
  smoothstep,
  step,
  varying,
  vec4,
} from "three/tsl";
import { DoubleSide, NodeMaterial } from "three/webgpu";
import { stripShape } from "../../drawing/lines/instances.ts";
import { clipOf } from "../../drawing/lines/strip.ts";
import { Keep } from "./keep.ts";
import { type Land, MEMORY } from "./land.ts";

/** Two minutes of dense playing; a hill costs fifty corners, and more of them cannot be told apart in the mist. */
const CAPACITY = 600;
const SEGMENTS = 24;

/** The outline of a hill. */
export interface Outline {
  /** Half its breadth, and how high it is. */
  readonly breadth: number;
  readonly height: number;
  /** 0.6 a broad back to 5 a needle. */
  readonly sharpness: number;
  /** How rugged, 0 to 1. */
  readonly jag: number;
}

/** A hill, and when it rises. */
export class Ridge {
  seconds = 0;
  x = 0;
  outline: Outline = { breadth: 1, height: 1, sharpness: 1, jag: 0 };
  scale = 1;
  /** How much more rugged it is than its outline. */
  jag = 0;
  /** How far it leans, -1 to 1. */
  skew = 0;
  /** Makes each another. */
  phase = 0;
  /** Of the voice's colour. */
  slot = 0;
  light = 0;
}

/** Hills cut out of the night one behind the other, each with light on its crest. */
export class Ridges extends Keep {
  constructor(land: Land) {
    const names = ["ridgeAt", "ridgeShape", "ridgeLight"];
    super(CAPACITY, stripShape(SEGMENTS), names);
    this.drawnWith(ridgeMaterial(land));
  }

  /** @realtime yes */
  add(of: Ridge): void {
    const { outline, scale } = of;
    const breadth = outline.breadth * (0.7 + 0.3 * scale);
    this.write(0, this.bear(of.seconds), of.x, breadth, outline.height * scale);
    this.write(4, outline.sharpness, outline.jag + of.jag, of.phase, of.skew);
    this.write(8, of.slot, of.light, 0, 0);
  }
}

const ridgeMaterial = (land: Land): NodeMaterial => {
  const at = attribute("ridgeAt", "vec4");
  const shape = attribute("ridgeShape", "vec4");
  const colour = attribute("ridgeLight", "vec4");
  const age = land.age(at.x).toVar();
  const t = positionGeometry.x.mul(2).sub(1).toVar();
  // It overshoots and settles, as anything heavy that is pushed up.
  const grown = float(1).sub(exp(age.mul(-7)).mul(cos(age.mul(11))));
  const bell = pow(max(float(1).sub(t.mul(t)), 0.0001), shape.x).toVar();
  const noise = sin(t.mul(8.3).add(shape.z))
    .mul(0.5)
    .add(sin(t.mul(19.7).add(shape.z.mul(2.3))).mul(0.3))
    .add(sin(t.mul(41.1).add(shape.z.mul(5.1))).mul(0.2));
  const shown = step(age, MEMORY);
  const height = bell.mul(noise.mul(shape.y).add(1)).mul(at.w).mul(grown).mul(land.relief).mul(shown).toVar();
  const crest = step(0, positionGeometry.y);
  const lean = bell.mul(shape.w).mul(at.z).mul(0.5);
  const point = land.placed(at.y.add(t.mul(at.z)).add(lean), height.mul(crest), age).toVar();
  const clip = clipOf(point).toVar();

  const below = varying(height.mul(age.mul(0.02).add(1)).mul(float(1).sub(crest)));
  const risen = varying(point.y);
  const far = varying(clip.w);
  const air = varying(exp(clip.w.mul(-0.021)));
  const fresh = varying(
    exp(age.mul(-2.6))
      .mul(2.6)
      .add(exp(age.mul(-0.05)).mul(0.5))
      .add(0.16)
      .mul(colour.y),
  );
  const tint = varying(land.tintOf(colour.x));
  // The crest is as wide as the screen needs it, and the ends of a hill run out into the ground.
  const width = far.mul(0.0016).add(0.02).toVar();
  const line = float(1).sub(smoothstep(width.mul(0.4), width, below));
  const sheen = float(0.11).div(below.mul(below).mul(7).add(1));
  // Mist lies at the foot, so that every hill stands clear of the one before it.
  const clear = smoothstep(0, 0.55, risen);
  const ends = varying(float(1).sub(abs(t).mul(abs(t)).mul(abs(t))));
  const body = land.night.add(tint.mul(sheen.mul(fresh.add(0.3)).add(0.012).mul(clear)));
  const material = new NodeMaterial();
  material.name = "ridges";
  material.side = DoubleSide;
  material.vertexNode = clip;
  material.fragmentNode = vec4(mix(land.mist, body.add(tint.mul(line.mul(fresh).mul(ends))), air), 1);
  return material;
};
