import { attribute, cos, positionGeometry, sin, varying, vec2, vec3, vec4 } from "three/tsl";
import type { Color, NodeMaterial } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Instances, stripShape } from "./instances.ts";
import { clipOf, glossOf, halfWidthAt, imageOf, imagesIn, lightMaterial, moved, profile, type Water } from "./strip.ts";

const SEGMENTS = 48;

/** How a ring stands and bends. Lengths in the world's units, angles in radians. */
export class Ring {
  x = 0;
  y = 0;
  z = 0;
  radius = 1;
  /** Half the width of the line. */
  width = 0.01;
  /** How far it leans: the rise of its edge along x and along z, over its radius. */
  leanX = 0;
  leanZ = 0;
  /** A wave of `lobes` crests around it, `swing` over its radius, turned by `turn`. */
  lobes = 3;
  swing = 0;
  turn = 0;
  /** A fine buzz around it, over its radius. */
  buzz = 0;
  /** Where around it the light is strongest, and by how much, 0 to 1. */
  shineAt = 0;
  shine = 0;
  soft = 0;
}

/** Lying circles of light that can lean, bulge and buzz, written anew every frame. */
export class Rings extends Instances {
  constructor(capacity: number, water: Water | null) {
    const names = ["ringCentre", "ringBend", "ringColour", "ringLean"];
    super(capacity, stripShape(SEGMENTS), names);
    for (const image of imagesIn(water)) this.drawnWith(ringMaterial(image));
  }

  /** @realtime yes */
  add(of: Ring, colour: Color, light: number): void {
    if (light < 0.0008) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.z, of.width);
    this.write(i + 4, of.radius, of.swing, of.turn, of.buzz);
    this.write(i + 8, colour.r * light, colour.g * light, colour.b * light, of.lobes);
    // Two shares in one float: the whole part is softness in hundredths, the rest the shine.
    this.write(i + 12, of.leanX, of.leanZ, of.shineAt, Math.round(of.soft * 100) + Math.min(of.shine, 0.999));
  }
}

const ringMaterial = (water: Water | null): NodeMaterial => {
  const centre = attribute("ringCentre", "vec4");
  const bend = attribute("ringBend", "vec4");
  const colour = attribute("ringColour", "vec4");
  const lean = attribute("ringLean", "vec4");

  const angle = positionGeometry.x.mul(TURN).toVar();
  const direction = vec2(cos(angle), sin(angle)).toVar();
  const swing = cos(angle.mul(colour.w).add(bend.z)).mul(bend.y);
  const buzz = sin(angle.mul(23).add(bend.z.mul(5))).mul(bend.w);
  const radius = bend.x.mul(swing.add(buzz).add(1)).toVar();
  const rise = direction.x.mul(lean.x).add(direction.y.mul(lean.y)).mul(bend.x);
  const point = vec3(
    centre.x.add(direction.x.mul(radius)),
    centre.y.add(rise),
    centre.z.add(direction.y.mul(radius)),
  ).toVar();

  const clip = clipOf(imageOf(point, water)).toVar();
  const { half, keep } = halfWidthAt(clip, centre.w);
  const material = lightMaterial("rings");
  // The nib is held upright, as in calligraphy: fat where the ring runs across, fine at its ends.
  material.vertexNode = moved(clip, vec2(positionGeometry.y.mul(half).mul(0.35), positionGeometry.y.mul(half)));
  const side = varying(positionGeometry.y);
  const shine = lean.w.fract();
  const lit = cos(angle.sub(lean.z)).mul(shine).add(1).sub(shine.mul(0.4));
  const light = varying(colour.xyz.mul(keep).mul(lit).mul(glossOf(point, water)));
  const soft = varying(lean.w.floor().div(100));
  material.fragmentNode = vec4(light.mul(profile(side.mul(side), soft)), 1);
  return material;
};
