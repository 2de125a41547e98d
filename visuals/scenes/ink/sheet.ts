import {
  fract,
  mix,
  positionGeometry,
  screenCoordinate,
  screenSize,
  sin,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { Vector3 } from "three/webgpu";
import { plainMaterial } from "../../drawing/lines/strip.ts";
import { coverShape, Surface } from "../../drawing/surface.ts";

/** The paper: flat, with a grain, and a wash that wanders over it. */
export class Sheet extends Surface {
  readonly paper = uniform(new Vector3());
  readonly wash = uniform(new Vector3());
  readonly drift = uniform(0);

  constructor() {
    super(coverShape(), plainMaterial("paper"), -1);
    const at = varying(vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y)).toVar();
    const cloud = sin(
      at.x
        .mul(1.3)
        .add(this.drift)
        .add(sin(at.y.mul(1.9).sub(this.drift.mul(0.7)))),
    )
      .mul(0.5)
      .add(0.5);
    const grain = fract(sin(screenCoordinate.xy.mul(0.5).floor().dot(vec2(12.9898, 78.233))).mul(4375.85));
    const tone = mix(this.paper, this.wash, cloud).mul(grain.mul(0.16).add(0.92));
    this.material.vertexNode = vec4(positionGeometry.xy, 0, 1);
    this.material.fragmentNode = vec4(tone, 1);
  }
}
