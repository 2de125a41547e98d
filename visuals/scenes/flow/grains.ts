import {
  abs,
  dFdx,
  dFdy,
  float,
  floor,
  fract,
  max,
  min,
  mix,
  mod,
  screenSize,
  smoothstep,
  step,
  vec2,
  vec3,
} from "three/tsl";
import type { Node } from "three/webgpu";

/** Grains are numbered along a strand, and the numbers begin anew after so many. */
export const NUMBERS = 4096;
/** Radius of a grain, in pixels of a picture 720 high, and never less than it takes to be seen. */
export const RADIUS = 1;
export const LEAST_RADIUS = 0.8;

/**
 * The light of the grains at a pixel of a net: `place` is the strand, the grain along it, the source
 * and the light of a streak there; `rough` is how far grains have left their strands. Of `grains`
 * along a strand, `emitted` have left the source. Where more than one falls on a pixel their mean is
 * drawn, so that folds of a veil are as bright as the dust there is dense.
 */
export const grainsAt = (
  place: Node<"vec4">,
  rough: Node<"float">,
  grains: Node<"float">,
  emitted: Node<"float">,
): Node<"float"> => {
  const on = place.xy.toVar();
  const cell = vec2(on.x, on.y.sub(emitted)).toVar();
  const strand = floor(cell.x).toVar();
  const chance = diced(vec3(strand, mod(floor(cell.y), NUMBERS), place.z)).toVar();
  // What a strand's grains have in common.
  const own = fract(strand.mul(vec3(0.7548777, 0.5698403, 0.4196434)).add(place.z.mul(0.37))).toVar();
  // Most strands are tight and some are loose; rough dust leaves its strand.
  const loose = min(own.y.mul(own.y).mul(0.5).add(rough.mul(0.9)).add(0.06), 1);
  const off = fract(cell)
    .sub(0.5)
    .sub(vec2(chance.x.sub(0.5).mul(loose), chance.y.sub(0.5).mul(0.9)))
    .toVar();
  // From meshes to pixels.
  const ax = dFdx(on).toVar();
  const ay = dFdy(on).toVar();
  const dense = ax.x.mul(ay.y).sub(ax.y.mul(ay.x)).toVar();
  const share = max(abs(dense), 1e-4).toVar();
  const pixels = vec2(off.x.mul(ay.y).sub(off.y.mul(ay.x)), off.y.mul(ax.x).sub(off.x.mul(ax.y)))
    .div(share)
    .toVar();
  const radiusOf = max(screenSize.y.mul(RADIUS / 720), LEAST_RADIUS)
    .mul(chance.z.mul(0.5).add(0.75))
    .toVar();
  const far = max(float(1).sub(pixels.dot(pixels).div(radiusOf.mul(radiusOf))), 0).toVar();
  const spot = far.mul(far).mul(own.x.mul(own.x).mul(1.6).add(0.3)).mul(chance.z.add(0.4));
  const mean = min(share, 3).mul(0.8);
  const ends = smoothstep(1, 0.75, on.y.div(grains).sub(own.y.mul(0.45)).add(0.35));
  const streaked = place.w.mul(step(0.72, own.z)).add(1);
  return mix(spot, mean, smoothstep(0.2, 1.2, share))
    .mul(streaked)
    .mul(ends);
};

/** Three numbers by chance from three (after D. Hoskins, "Hash without sine", 2014). */
const diced = (of: Node<"vec3">): Node<"vec3"> => {
  const a = fract(of.mul(vec3(0.1031, 0.103, 0.0973))).toVar();
  const b = a.add(a.dot(a.yxz.add(33.33))).toVar();
  return fract(b.xxy.add(b.yxx).mul(b.zyx));
};
