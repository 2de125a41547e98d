import { attribute, float, max, mix, positionGeometry, varying, vec2, vec4 } from "three/tsl";
import type { Color, NodeMaterial } from "three/webgpu";
import { Instances, stripShape } from "./instances.ts";
import {
  acrossOf,
  clipOf,
  glossOf,
  halfWidthAt,
  imageOf,
  imagesIn,
  lengthOf,
  lightMaterial,
  moved,
  onScreen,
  profile,
  type Water,
} from "./strip.ts";

/**
 * Any number of short straight strokes of light with round ends, written anew every frame. A stroke
 * without length is a spot.
 *
 * @example strokes.clear(); strokes.add(0, 0, 0, 0, 1, 0, 0.02, 0.02, 0, colour, 1); strokes.upload();
 */
export class Segments extends Instances {
  /** With `water`, every stroke has an image below y = 0. Strokes beyond `capacity` are not drawn. */
  constructor(capacity: number, water: Water | null) {
    super(capacity, stripShape(1), ["strokeFrom", "strokeTo", "strokeColour"]);
    for (const image of imagesIn(water)) this.drawnWith(strokeMaterial(image));
  }

  /** A stroke from (ax, ay, az) to (bx, by, bz). Widths are half-widths; `soft` 0 has a hot core, 1 none. @realtime yes */
  add(
    ax: number,
    ay: number,
    az: number,
    bx: number,
    by: number,
    bz: number,
    widthA: number,
    widthB: number,
    soft: number,
    colour: Color,
    light: number,
  ): void {
    const { data } = this;
    if (light < DARK) return;
    const i = this.next();
    if (i < 0) return;
    data[i] = ax;
    data[i + 1] = ay;
    data[i + 2] = az;
    data[i + 3] = widthA;
    data[i + 4] = bx;
    data[i + 5] = by;
    data[i + 6] = bz;
    data[i + 7] = soft;
    data[i + 8] = colour.r * light;
    data[i + 9] = colour.g * light;
    data[i + 10] = colour.b * light;
    data[i + 11] = widthB;
  }

  /** A round spot of light. @realtime yes */
  spot(x: number, y: number, z: number, radius: number, soft: number, colour: Color, light: number): void {
    this.add(x, y, z, x, y, z, radius, radius, soft, colour, light);
  }
}

/** Less light than this is not worth a stroke. */
const DARK = 0.0008;

const strokeMaterial = (water: Water | null): NodeMaterial => {
  const from = attribute("strokeFrom", "vec4");
  const to = attribute("strokeTo", "vec4");
  const colour = attribute("strokeColour", "vec4");
  const along = positionGeometry.x;
  const side = positionGeometry.y;

  const clipA = clipOf(imageOf(from.xyz, water)).toVar();
  const clipB = clipOf(imageOf(to.xyz, water)).toVar();
  const a = halfWidthAt(clipA, from.w);
  const b = halfWidthAt(clipB, colour.w);
  const run = onScreen(clipB).sub(onScreen(clipA)).toVar();
  const across = acrossOf(run).toVar();
  const forward = vec2(across.y, across.x.negate());
  const half = mix(a.half, b.half, along).toVar();
  const end = along.mul(2).sub(1);
  const widths = lengthOf(run)
    .div(max(a.half.add(b.half).mul(0.5), 1e-6))
    .toVar();

  const material = lightMaterial("strokes");
  material.vertexNode = moved(mix(clipA, clipB, along), across.mul(side.mul(half)).add(forward.mul(end.mul(half))));
  // Across and along the stroke in units of its half-width, and how long it is in those.
  const place = varying(vec2(side, mix(float(-1), widths.add(1), along)));
  const extent = varying(widths);
  const gloss = mix(glossOf(from.xyz, water), glossOf(to.xyz, water), along);
  const light = varying(colour.xyz.mul(mix(a.keep, b.keep, along)).mul(gloss));
  const soft = varying(to.w);
  const beyond = max(max(place.y.negate(), place.y.sub(extent)), 0);
  material.fragmentNode = vec4(light.mul(profile(place.x.mul(place.x).add(beyond.mul(beyond)), soft)), 1);
  return material;
};
