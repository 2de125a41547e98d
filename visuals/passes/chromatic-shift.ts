import { uv, vec3, vec4 } from "three/tsl";
import type { Texture } from "three/webgpu";
import { Filter, type Pass } from "./pass.ts";

/** How far the colours part at the edge of the picture, in shares of it. */
const FARTHEST = 0.024;

/** Red and blue part towards the edges, as through a cheap lens. */
export const chromaticShift = (blank: Texture): Pass =>
  new Filter("chromatic-shift", blank, ({ picture, dose }) => {
    const at = uv();
    const off = at.sub(0.5);
    const shift = off
      .mul(off.dot(off))
      .mul(dose.mul(FARTHEST * 4))
      .toVar();
    return vec4(vec3(picture.sample(at.add(shift)).r, picture.sample(at).g, picture.sample(at.sub(shift)).b), 1);
  });
