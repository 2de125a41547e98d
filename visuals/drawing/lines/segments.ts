import { attribute, float, length, max, mix, positionGeometry, varying, vec2, vec4 } from "three/tsl";
import { type Color, type NodeMaterial, Vector3 } from "three/webgpu";
import { Instances, stripShape } from "./instances.ts";
import {
  acrossOf,
  clipOf,
  glossOf,
  halfWidthAt,
  imageOf,
  imagesIn,
  lightMaterial,
  moved,
  onScreen,
  profile,
  type Water,
} from "./strip.ts";

/** A stroke, in the world's units: its ends, and half its width at each. */
export class Segment {
  readonly from = new Vector3();
  readonly to = new Vector3();
  fromWidth = 0.01;
  toWidth = 0.01;
  /** 0 has a hot core, 1 none. */
  soft = 0;

  /** With what stays the same of all that it describes. */
  constructor(look: Partial<Pick<Segment, "fromWidth" | "toWidth" | "soft">> = {}) {
    Object.assign(this, look);
  }
}

/**
 * Any number of short straight strokes of light with round ends, written anew every frame. A stroke
 * without length is a spot.
 *
 * @example strokes.clear(); stroke.to.set(0, 1, 0); strokes.add(stroke, colour, 1); strokes.upload();
 */
export class Segments extends Instances {
  /** With `water`, every stroke has an image below y = 0. Strokes beyond `capacity` are not drawn. */
  constructor(capacity: number, water: Water | null) {
    super(capacity, stripShape(1), ["strokeFrom", "strokeTo", "strokeColour"]);
    for (const image of imagesIn(water)) this.drawnWith(strokeMaterial(image));
  }

  /** @realtime yes */
  add(of: Segment, colour: Color, light: number): void {
    if (light < DARK) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.from.x, of.from.y, of.from.z, of.fromWidth);
    this.write(i + 4, of.to.x, of.to.y, of.to.z, of.soft);
    this.write(i + 8, colour.r * light, colour.g * light, colour.b * light, of.toWidth);
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
  const widths = length(run)
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
