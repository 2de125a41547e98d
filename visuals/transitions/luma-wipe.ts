import { mix, smoothstep, vec3 } from "three/tsl";
import { pixelOf } from "../passes/pixel.ts";
import type { Transition } from "./transition.ts";

/** How soft the edge is. */
const SOFT = 0.22;

/** The brightest parts of the old picture hold out longest. */
export const lumaWipe: Transition = ({ from, to, share }) => {
  const old = pixelOf(from).toVar();
  const light = old.dot(vec3(0.3, 0.5, 0.2)).toVar();
  const hold = light.div(light.add(0.35)).toVar();
  const edge = share.mul(1 + 2 * SOFT).sub(SOFT);
  return mix(pixelOf(to), old, smoothstep(edge.sub(SOFT), edge.add(SOFT), hold));
};
