import {
  abs,
  float,
  fract,
  mix,
  positionGeometry,
  screenSize,
  smoothstep,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { Vector2, Vector3 } from "three/webgpu";
import { plainMaterial } from "../../drawing/lines/strip.ts";
import { coverShape, Surface } from "../../drawing/surface.ts";

/** From one of the drawing's lines to the next, in half screen heights. */
export const LINES_APART = 1 / 2.2;

/** The air behind the building: light below, deeper above, and on it the fine lines of a drawing. */
export class Backdrop extends Surface {
  readonly low = uniform(new Vector3());
  readonly high = uniform(new Vector3());
  readonly lines = uniform(new Vector3());
  /** Where the lines run, in half screen heights, and how steeply. */
  readonly shift = uniform(new Vector2());
  readonly slope = uniform(0.5);

  constructor() {
    super(coverShape(), plainMaterial("backdrop"), 1);
    const { material } = this;
    // Last: what the building hides costs nothing.
    material.depthTest = true;
    material.vertexNode = vec4(positionGeometry.xy, 0.99999, 1);
    const at = vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y).toVar();
    const height = varying(at.y.mul(0.5).add(0.5));
    const rising = varying(at.y.add(at.x.mul(this.slope)).add(this.shift.y).div(LINES_APART));
    const falling = varying(at.y.sub(at.x.mul(this.slope)).add(this.shift.y).div(LINES_APART));
    const lineAt = (place: typeof rising) => float(1).sub(smoothstep(0.006, 0.014, abs(fract(place).sub(0.5))));
    const line = lineAt(rising).add(lineAt(falling));
    const air = mix(this.low, this.high, smoothstep(0.05, 0.95, height));
    material.fragmentNode = vec4(air.add(this.lines.mul(line)), 1);
  }
}
