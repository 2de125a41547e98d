import { mix, smoothstep, uv, vec2, vec3 } from "three/tsl";
import type { Transition } from "./transition.ts";

/** How far light is thrown, in shares of the picture. */
const THROW = 0.28;

/** Each picture pushes the other about by its own light. */
export const displacement: Transition = ({ from, to, share }) => {
  const at = uv();
  const weights = vec3(0.3, 0.5, 0.2);
  const old = from.sample(at).rgb.dot(weights).toVar();
  const fresh = to.sample(at).rgb.dot(weights).toVar();
  const push = vec2(fresh.div(fresh.add(0.4)), old.div(old.add(0.4)))
    .sub(0.3)
    .toVar();
  const going = from.sample(at.add(push.mul(share).mul(THROW))).rgb;
  const coming = to.sample(at.sub(push.mul(share.oneMinus()).mul(THROW))).rgb;
  return mix(going, coming, smoothstep(0.15, 0.85, share));
};
