import { attribute, cos, exp, float, positionGeometry, sin, varying, vec2, vec3, vec4 } from "three/tsl";
import type { Color, NodeMaterial } from "three/webgpu";
import { Instances, stripShape } from "./instances.ts";
import { clipOf, glossOf, halfWidthAt, imageOf, imagesIn, lightMaterial, moved, profile, type Water } from "./strip.ts";

const SEGMENTS = 24;

/** A standing thread. Lengths in the world's units, angles in radians. */
export class Ribbon {
  x = 0;
  y = 0;
  z = 0;
  width = 0.01;
  /** The direction it falls towards, seen from above. */
  azimuth = 0;
  /** How far it falls outwards by its end. */
  spread = 1;
  height = 3;
  /** How far it sways sideways at its end, and the phase of that. */
  sway = 0;
  phase = 0;
  /** A crack of the whip on its way up: where it is, 0 at the foot to 1 at the end, and how far it throws. */
  whipAt = -1;
  whip = 0;
  /** 0 even, 1 lit only where the whip is. */
  focus = 0;
}

/** Threads of light that grow from a foot, sway, and carry a whip's crack to their ends. */
export class Ribbons extends Instances {
  constructor(capacity: number, water: Water | null) {
    const names = ["ribbonFoot", "ribbonFall", "ribbonWave", "ribbonColour"];
    super(capacity, stripShape(SEGMENTS), names);
    for (const image of imagesIn(water)) this.drawnWith(ribbonMaterial(image));
  }

  /** @realtime yes */
  add(of: Ribbon, colour: Color, light: number): void {
    if (light < 0.0008) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.z, of.width);
    this.write(i + 4, of.azimuth, of.spread, of.height, of.phase);
    this.write(i + 8, of.whipAt, of.whip, of.sway, of.focus);
    this.write(i + 12, colour.r * light, colour.g * light, colour.b * light, 0);
  }
}

const ribbonMaterial = (water: Water | null): NodeMaterial => {
  const foot = attribute("ribbonFoot", "vec4");
  const fall = attribute("ribbonFall", "vec4");
  const wave = attribute("ribbonWave", "vec4");
  const colour = attribute("ribbonColour", "vec4");

  const t = positionGeometry.x;
  const crack = t.sub(wave.x).mul(6).toVar();
  const whip = exp(crack.mul(crack).negate()).toVar();
  const outward = fall.y
    .mul(t.mul(t).mul(0.8).add(t.mul(0.2)))
    .add(whip.mul(wave.y))
    .toVar();
  const sideways = sin(fall.w.sub(t.mul(3.4)))
    .mul(wave.z)
    .mul(t)
    .toVar();
  const c = cos(fall.x).toVar();
  const s = sin(fall.x).toVar();
  const point = vec3(
    foot.x.add(c.mul(outward)).sub(s.mul(sideways)),
    foot.y.add(fall.z.mul(t.sub(t.mul(t).mul(t).mul(0.28)))),
    foot.z.add(s.mul(outward)).add(c.mul(sideways)),
  ).toVar();

  const clip = clipOf(imageOf(point, water)).toVar();
  const taper = float(1).sub(t.mul(0.75)).mul(whip.mul(0.9).add(1));
  const { half, keep } = halfWidthAt(clip, foot.w.mul(taper));
  const material = lightMaterial("ribbons");
  material.vertexNode = moved(clip, vec2(positionGeometry.y.mul(half), positionGeometry.y.mul(half).mul(0.35)));
  const side = varying(positionGeometry.y);
  const even = float(1).sub(t.mul(0.6));
  const lit = even.mul(float(1).sub(wave.w)).add(whip.mul(wave.w.mul(1.6).add(0.4)));
  const light = varying(colour.xyz.mul(keep).mul(lit).mul(glossOf(point, water)));
  material.fragmentNode = vec4(light.mul(profile(side.mul(side), float(0))), 1);
  return material;
};
