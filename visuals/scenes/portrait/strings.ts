import { abs, attribute, exp, float, max, mix, positionGeometry, sin, varying, vec3, vec4 } from "three/tsl";
import type { Color, Node, NodeMaterial } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { acrossOf, clipOf, halfWidthAt, lightMaterial, moved, onScreen, profile } from "../../drawing/lines/strip.ts";

const SEGMENTS = 56;
/** How far from its end a string is drawn. */
const DRAWN_AT = 0.09;
/** How narrow that is. */
const DRAWN = 17;

/** A string from one end to the other, and what it does. */
export class StringMotion {
  left = 0;
  right = 0;
  y = 0;
  width = 0;
  /** How far it is drawn aside at its ends. */
  drawnLeft = 0;
  drawnRight = 0;
  /** How far its halves swing together, and against one another. */
  first = 0;
  second = 0;

  /** How high it is at a share of its way, as it is drawn. @realtime yes */
  heightAt(share: number): number {
    const left = Math.exp(-DRAWN * Math.abs(share - DRAWN_AT)) * this.drawnLeft;
    const right = Math.exp(-DRAWN * Math.abs(share - 1 + DRAWN_AT)) * this.drawnRight;
    return this.y - left - right + Math.sin(share * Math.PI) * this.first + Math.sin(share * TURN) * this.second;
  }
}

/** The nine strings between the heads, each drawn aside at both ends and swinging in two ways. */
export class Strings extends Instances {
  constructor(count: number) {
    super(count, stripShape(SEGMENTS), ["stringFrom", "stringTo", "stringBend", "stringColour"]);
    this.drawnWith(stringMaterial());
    for (let i = 0; i < count; i++) this.next();
  }

  /** @realtime yes */
  set(string: number, of: StringMotion, colour: Color, light: number): void {
    const i = string * this.stride;
    this.write(i, of.left, of.y, 0, of.width);
    this.write(i + 4, of.right, of.y, 0, 0);
    this.write(i + 8, of.drawnLeft, of.drawnRight, of.first, of.second);
    this.write(i + 12, colour.r * light, colour.g * light, colour.b * light, 0);
  }
}

const stringMaterial = (): NodeMaterial => {
  const from = attribute("stringFrom", "vec4");
  const to = attribute("stringTo", "vec4");
  const bend = attribute("stringBend", "vec4");
  const colour = attribute("stringColour", "vec4");
  const at = (t: Node<"float">): Node<"vec3"> => {
    const left = exp(abs(t.sub(DRAWN_AT)).mul(-DRAWN)).mul(bend.x);
    const right = exp(abs(t.sub(1 - DRAWN_AT)).mul(-DRAWN)).mul(bend.y);
    const swing = sin(t.mul(Math.PI))
      .mul(bend.z)
      .add(sin(t.mul(TURN)).mul(bend.w));
    return vec3(mix(from.x, to.x, t), from.y.sub(left).sub(right).add(swing), 0);
  };
  const t = positionGeometry.x.add(0).toVar();
  const clip = clipOf(at(t)).toVar();
  const across = acrossOf(onScreen(clipOf(at(t.add(0.01)))).sub(onScreen(clip))).toVar();
  const { half, keep } = halfWidthAt(clip, from.w);
  const material = lightMaterial("strings");
  material.vertexNode = moved(clip, across.mul(positionGeometry.y.mul(half)));
  const tension = exp(abs(t.sub(DRAWN_AT)).mul(-9))
    .mul(bend.x)
    .add(exp(abs(t.sub(1 - DRAWN_AT)).mul(-9)).mul(bend.y));
  const ends = max(float(1).sub(t.mul(2).sub(1).mul(t.mul(2).sub(1)).mul(0.4)), 0);
  const light = varying(colour.xyz.mul(keep).mul(ends.add(tension.mul(26))));
  const y = varying(positionGeometry.y);
  material.fragmentNode = vec4(light.mul(profile(y.mul(y), float(0))), 1);
  return material;
};
