import { abs, atan, cos, floor, length, mix, sin, uv, vec2, vec4 } from "three/tsl";
import type { Texture } from "three/webgpu";
import { TURN } from "../../shared/math/numbers.ts";
import { Filter, type Pass } from "./pass.ts";

const MIRRORS = 6;
/** Bars to a turn by one mirror: a power of two, so that no jump is seen where bars are counted anew. */
const BARS = 8;

/** Six mirrors around the middle of the picture, turning with the bars. */
export const kaleidoscope = (blank: Texture): Pass =>
  new Filter("kaleidoscope", blank, ({ picture, dose, phase, bar, aspect }) => {
    const at = uv();
    const off = at.sub(0.5).mul(vec2(aspect, 1)).toVar();
    const sector = TURN / MIRRORS;
    const turned = atan(off.y, off.x)
      .add(bar.add(phase).mul(sector / BARS))
      .toVar();
    const folded = abs(turned.sub(floor(turned.div(sector)).mul(sector)).sub(sector / 2)).toVar();
    const seen = vec2(cos(folded), sin(folded)).mul(length(off)).div(vec2(aspect, 1)).add(0.5);
    return vec4(mix(picture.sample(at).rgb, picture.sample(seen).rgb, dose), 1);
  });
