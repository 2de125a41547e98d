import { attribute, exp, float, max, mix, positionGeometry, sin, step, varying, vec2, vec3, vec4 } from "three/tsl";
import type { NodeMaterial } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, halfWidthAt, lightMaterial, moved } from "../../drawing/lines/strip.ts";
import { EPOCH, Keep } from "./keep.ts";
import { type Land, MEMORY, SKY, SKY_TURNS } from "./land.ts";

const CAPACITY = 1600;
/** Twinkles in an epoch. */
const SLOWEST = 98;
const FASTEST = 342;

/** A lamp on the land, which goes away with it, or a star. */
export class Lamp {
  /** When it was lit. */
  seconds = 0;
  /** On the land the place along it and the height over it; of a star the place in the plane of the sky. */
  x = 0;
  y = 0;
  /** 0 on the land, 1 a star. */
  sky = 0;
  size = 0;
  /** How high its light stands at first. */
  beam = 0;
  /** Makes each twinkle otherwise. */
  phase = 0;
  /** Of the voice's colour. */
  slot = 0;
  light = 0;
}

/** Small lights on the land and in the sky. */
export class Lamps extends Keep {
  constructor(land: Land) {
    const names = ["lampAt", "lampLook", "lampLight"];
    super(CAPACITY, stripShape(1), names);
    this.drawnWith(lampMaterial(land));
  }

  /** @realtime yes */
  add(of: Lamp): void {
    this.write(0, this.bear(of.seconds), of.x, of.y, of.sky);
    this.write(4, of.size, of.beam, of.phase, of.slot);
    this.write(8, of.light, 0, 0, 0);
  }
}

const lampMaterial = (land: Land): NodeMaterial => {
  const at = attribute("lampAt", "vec4");
  const look = attribute("lampLook", "vec4");
  const bright = attribute("lampLight", "vec4");
  const age = land.age(at.x).toVar();
  const onLand = land.placed(at.y, at.z, age);
  // Stars sink slowly, as the sky turns.
  const inSky = vec3(at.y, at.z.sub(age.mul(SKY_TURNS)), SKY);
  const point = mix(onLand, inSky, at.w).toVar();
  const clip = clipOf(point).toVar();
  const { half, keep } = halfWidthAt(clip, look.x.mul(at.w.mul(8).add(age.mul(0.012)).add(1)));
  const beam = look.y.mul(exp(age.mul(-1.1))).toVar();
  const tall = half.add(beam.mul(half.div(look.x)).mul(positionGeometry.y.add(1)).mul(0.5)).toVar();
  const material = lightMaterial("lamps");
  material.depthTest = true;
  const across = positionGeometry.x.mul(2).sub(1).toVar();
  material.vertexNode = moved(clip, vec2(across.mul(half), positionGeometry.y.mul(tall)));
  // Whole twinkles in an epoch: where the axis begins anew, no light jumps.
  const pace = look.z
    .fract()
    .mul(FASTEST - SLOWEST)
    .floor()
    .add(SLOWEST)
    .mul(TURN / EPOCH);
  const twinkle = sin(land.now.mul(pace).add(look.z.mul(40)))
    .mul(0.3)
    .add(0.75);
  const fresh = exp(age.mul(-3.2)).mul(5).add(twinkle).mul(step(age, MEMORY));
  const air = mix(exp(clip.w.mul(-0.011)), float(1), at.w);
  const light = varying(land.tintOf(look.w).mul(bright.x).mul(keep).mul(fresh).mul(air));
  const place = varying(vec2(across, positionGeometry.y));
  const p = max(float(1).sub(place.dot(place)), 0).toVar();
  material.fragmentNode = vec4(light.mul(p.mul(p)), 1);
  return material;
};
