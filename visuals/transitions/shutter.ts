import { abs, floor, fract, mix, step, uv } from "three/tsl";
import { pixelOf } from "../passes/pixel.ts";
import type { Transition } from "./transition.ts";

const BLADES = 9;

/** Blades across the picture turn over, the middle ones first. */
export const shutter: Transition = ({ from, to, share }) => {
  const across = uv().x.mul(BLADES).toVar();
  const late = abs(floor(across).add(0.5).div(BLADES).sub(0.5)).mul(0.8);
  const turned = share.mul(1.4).sub(late).clamp(0, 1);
  return mix(pixelOf(from), pixelOf(to), step(fract(across).sub(0.5).abs().mul(2), turned.mul(1.01)));
};
