import { mix, smoothstep } from "three/tsl";
import { pixelOf } from "../passes/pixel.ts";
import type { Transition } from "./transition.ts";

/** One picture melts into the other. */
export const crossfade: Transition = ({ from, to, share }) => mix(pixelOf(from), pixelOf(to), smoothstep(0, 1, share));
