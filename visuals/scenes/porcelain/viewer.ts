import type { Orbit } from "../../drawing/camera/orbit-camera.ts";

/** Who looks into the room. */
export const VIEWER: Orbit = {
  field: 33,
  far: 40,
  distance: 4.75,
  height: 0.98,
  target: { height: 0.8, raised: 0.12 },
  fits: 1.6,
  lead: { seconds: 2, aside: 0.3, up: 0.75 },
  aside: { by: 0.07, rate: 0.13 },
  up: { by: 0.06, rate: 0.19 },
  kick: { by: 0.4, rise: 0.13 },
  snare: { by: 0.07, rate: 1, fade: 0.4 },
};
