import {
  abs,
  attribute,
  clamp,
  float,
  fract,
  length,
  max,
  mix,
  positionGeometry,
  sin,
  smoothstep,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import type { Color, NodeMaterial } from "three/webgpu";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, veilMaterial } from "../../drawing/lines/strip.ts";
import type { Dab } from "./strokes.ts";

/** Touches of brushes in one call: paint, and in its alpha how thick it lies. */
export class Brushes extends Instances {
  constructor(name: string, capacity: number) {
    const names = ["dabAt", "dabTurn", "dabColour"];
    super(capacity, stripShape(1), names);
    this.drawnWith(brushMaterial(name));
  }

  /** @realtime yes */
  add(dab: Dab, colour: Color, strength: number): void {
    if (strength < 0.004) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, dab.x, dab.y, dab.length, dab.breadth);
    this.write(i + 4, Math.cos(dab.angle), Math.sin(dab.angle), dab.round, dab.grain);
    this.write(i + 8, colour.r, colour.g, colour.b, dab.cover * strength);
  }
}

const ROOM = 1.15;

const brushMaterial = (name: string): NodeMaterial => {
  const at = attribute("dabAt", "vec4");
  const turn = attribute("dabTurn", "vec4");
  const colour = varying(attribute("dabColour", "vec4"));
  const corner = vec2(positionGeometry.x.mul(2).sub(1), positionGeometry.y).mul(ROOM).toVar();
  const reach = corner.mul(at.zw).toVar();
  const material = veilMaterial(name);
  const x = at.x.add(reach.x.mul(turn.x)).sub(reach.y.mul(turn.y));
  const y = at.y.add(reach.x.mul(turn.y)).add(reach.y.mul(turn.x));
  material.vertexNode = clipOf(vec3(x, y, 0));
  const place = varying(corner).toVar();
  const look = varying(turn.zw);
  const round = look.x;
  const grain = look.y;
  // Each bristle holds paint of its own.
  const bristle = place.y.mul(9).add(sin(place.x.mul(2.1).add(grain)).mul(0.35));
  const hair = fract(sin(bristle.floor().add(grain)).mul(4375.85)).toVar();
  const across = fract(bristle).sub(0.5).abs().mul(-1.1).add(1);
  const ragged = sin(place.x.atan(place.y).mul(5).add(grain))
    .mul(0.07)
    .add(sin(place.x.atan(place.y).mul(11).add(grain.mul(3))).mul(0.045));
  const blot = smoothstep(float(0), float(0.16), float(0.92).sub(length(place)).add(ragged));
  const flatEnd = smoothstep(float(0), float(0.35), max(float(0), float(0.72).add(hair.mul(0.35)).sub(abs(place.x))));
  const sides = smoothstep(float(0), float(0.12), float(1).sub(abs(place.y)));
  const flat = flatEnd
    .mul(sides)
    .mul(mix(float(0.25), float(1), hair))
    .mul(across);
  const cover = clamp(mix(flat, blot, round), 0, 1)
    .mul(colour.w)
    .toVar();
  const tone = mix(hair.mul(0.5).add(0.72), float(1), round);
  material.fragmentNode = vec4(colour.rgb.mul(tone).mul(cover), cover);
  return material;
};
