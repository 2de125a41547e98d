import {
  exp,
  float,
  fract,
  max,
  min,
  mix,
  positionGeometry,
  screenSize,
  sin,
  smoothstep,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { BufferGeometry, Vector2, Vector3 } from "three/webgpu";
import { stripThrough } from "../../drawing/lines/instances.ts";
import { plainMaterial } from "../../drawing/lines/strip.ts";
import { Surface } from "../../drawing/surface.ts";
import type { Land } from "./land.ts";

const COLUMNS = 160;

/** The sky with the video's aurora, and the bare ground below it with a line for every beat. */
export class Sky extends Surface {
  /** The horizon, in half screen heights from the middle, and how far the viewer has turned. */
  readonly horizon = uniform(0);
  readonly turned = uniform(0);
  readonly phase = uniform(0);
  /** How high the curtains hang, how bright they are, and how much they ripple. */
  readonly rise = uniform(0.3);
  readonly aurora = uniform(new Vector3());
  readonly fringe = uniform(new Vector3());
  readonly ripple = uniform(1);
  /** How far the first line on the ground is, of the way to the next; and how bright they are. */
  readonly tick = uniform(new Vector2());
  /** The viewer's height, for telling how far a point of the ground is. */
  readonly eye = uniform(3);

  constructor(land: Land) {
    super(curtain(), plainMaterial("terrain sky"), 1);
    const { material } = this;
    // As far away as can be, and drawn last: what the land hides costs nothing.
    material.depthTest = true;
    material.vertexNode = vec4(positionGeometry.xy, 0.99999, 1);
    const at = vec2(positionGeometry.x.mul(screenSize.x.div(screenSize.y)), positionGeometry.y).toVar();
    const above = varying(at.y.sub(this.horizon));

    // The curtains hang straight down, so their folds are the same all the way up: a column of the mesh each.
    const x = at.x.add(this.turned).toVar();
    const fold = sin(x.mul(1.7).add(this.phase)).mul(this.ripple).toVar();
    const rays = sin(x.mul(17).add(fold.mul(5)).add(this.phase.mul(1.3)))
      .mul(0.32)
      .add(sin(x.mul(41).sub(fold.mul(9))).mul(0.18))
      .add(0.5)
      .toVar();
    const bands = sin(x.mul(2.3).add(fold.mul(1.9)).sub(this.phase.mul(0.45)))
      .mul(0.5)
      .add(0.5);
    const hem = varying(
      sin(x.mul(2.3).sub(this.phase.mul(0.7)).add(fold))
        .mul(0.07)
        .add(0.13),
    );
    const reach = varying(float(1).div(this.rise.mul(rays.mul(0.9).add(0.35))));
    const strength = varying(bands.mul(bands).mul(rays.mul(0.75).add(0.25)));

    const high = max(above, 0).toVar();
    const over = high.sub(hem).toVar();
    const up = max(over, 0).mul(reach).toVar();
    const veil = smoothstep(-0.07, 0.015, over).mul(strength).mul(exp(up.negate()));
    const low = high.mul(5).add(1).toVar();
    const glow = float(1).div(low.mul(low));
    const sky = mix(land.night, land.mist, glow).add(mix(this.fringe, this.aurora, min(up, 1)).mul(veil));

    const distance = this.eye.div(max(above.negate(), 0.002)).mul(2.3).toVar();
    const beat = fract(distance.mul(0.42).add(this.tick.x));
    const line = float(1).sub(smoothstep(0, distance.mul(0.006).add(0.02), beat));
    const air = float(1).div(distance.mul(distance).mul(0.0012).add(1)).toVar();
    const ground = mix(land.mist, land.night.add(land.mist.mul(line.mul(this.tick.y))), air);
    material.fragmentNode = vec4(mix(ground, sky, smoothstep(-0.002, 0.002, above)), 1);
  }
}

/** The whole screen in narrow columns. */
const curtain = (): BufferGeometry => {
  const { position, index } = stripThrough(Array.from({ length: COLUMNS + 1 }, (_, n) => (2 * n) / COLUMNS - 1));
  return new BufferGeometry().setAttribute("position", position).setIndex(index);
};
