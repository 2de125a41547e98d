import { abs, attribute, clamp, float, positionGeometry, screenSize, varying, vec2, vec3, vec4 } from "three/tsl";
import type { Color, NodeMaterial } from "three/webgpu";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, flatMaterial } from "../../drawing/lines/strip.ts";

/** Flat rectangles in one call: fields, rules, ticks. */
export class Rules extends Instances {
  constructor(name: string, capacity: number) {
    super(capacity, stripShape(1), ["ruleAt", "ruleColour"]);
    this.drawnWith(ruleMaterial(name));
  }

  /** By its middle and half of its sides. @realtime yes */
  add(x: number, y: number, across: number, up: number, colour: Color, opacity: number): void {
    if (opacity < 0.01) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, x, y, Math.max(0, across), Math.max(0, up));
    this.write(i + 4, colour.r, colour.g, colour.b, opacity);
  }
}

const ruleMaterial = (name: string): NodeMaterial => {
  const at = attribute("ruleAt", "vec4");
  const colour = varying(attribute("ruleColour", "vec4"));
  const material = flatMaterial(name);
  const pixel = float(2).div(screenSize.y).toVar();
  // Half a pixel more on every side, for a soft edge.
  const half = at.zw.add(pixel.mul(0.5));
  const reach = vec2(positionGeometry.x.mul(2).sub(1), positionGeometry.y).mul(half).toVar();
  material.vertexNode = clipOf(vec3(at.xy.add(reach), 0));
  const off = varying(reach);
  const sides = varying(at.zw);
  const size = varying(pixel);
  const room = sides.sub(abs(off)).div(size).add(0.5).toVar();
  material.fragmentNode = vec4(
    colour.rgb,
    clamp(room.x, 0, 1)
      .mul(clamp(room.y, 0, 1))
      .mul(colour.w),
  );
  return material;
};
