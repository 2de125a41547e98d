import type { TransitionName } from "../../shared/picture/transitions.ts";
import { crossfade } from "./crossfade.ts";
import { displacement } from "./displacement.ts";
import { lumaWipe } from "./luma-wipe.ts";
import { shutter } from "./shutter.ts";
import type { Transition } from "./transition.ts";
import { zoomThrough } from "./zoom-through.ts";

/** A cut takes no time, so there is nothing to draw of it; told to take time, it melts. */
export const TRANSITION_SHADERS: Readonly<Record<TransitionName, Transition>> = {
  crossfade,
  cut: crossfade,
  "luma-wipe": lumaWipe,
  "zoom-through": zoomThrough,
  displacement,
  shutter,
};
