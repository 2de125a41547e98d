import { mix, smoothstep, uv } from "three/tsl";
import type { Transition } from "./transition.ts";

/** One picture melts into the other. */
export const crossfade: Transition = ({ from, to, share }) => {
  const at = uv();
  return mix(from.sample(at).rgb, to.sample(at).rgb, smoothstep(0, 1, share));
};
