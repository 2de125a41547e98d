import { sqrt } from "three/tsl";
import type { Node } from "three/webgpu";

/*
 * The picture is developed in levels of brightness whose square is light, which is cheap and looks
 * right. What a screen makes of a level is a little different: sRGB, IEC 61966-2-1. With x the square
 * of the level, x * (1 - BEND) + x² * BEND is sRGB's light to within half a percent of white, and can
 * be turned round exactly. Mixing, measuring and blending happen in that light.
 */
const BEND = 0.168;

/** The light, 0 to 1, of a screen that is given the square root of `square`. */
export const screenLight = (square: Node<"vec3">): Node<"vec3"> => square.mul(square.mul(BEND).add(1 - BEND));

/** The level, 0 to 1, at which a screen gives `light`. */
export const screenLevel = (light: Node<"vec3">): Node<"vec3"> => {
  const half = (1 - BEND) / (2 * BEND);
  return sqrt(
    sqrt(light.div(BEND).add(half * half))
      .sub(half)
      .max(0),
  );
};
