import { mix, smoothstep, uv } from "three/tsl";
import type { Transition } from "./transition.ts";

/** The viewer flies through the old picture into the new one. */
export const zoomThrough: Transition = ({ from, to, share }) => {
  const off = uv().sub(0.5);
  const eased = share.mul(share).toVar();
  const going = off.div(eased.mul(3).add(1)).add(0.5);
  const coming = off.mul(share.oneMinus().mul(share.oneMinus()).mul(0.75).add(1)).add(0.5);
  return mix(from.sample(going).rgb, to.sample(coming).rgb, smoothstep(0.25, 0.85, share));
};
