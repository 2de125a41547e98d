import type { Orbit } from "../../drawing/camera/orbit-camera.ts";

/** Who stands before the water: the toms walk it to the left, up, or to the right, where it stays. */
export const VIEWER: Orbit = {
  field: 36,
  far: 200,
  distance: 13.2,
  height: 1.75,
  target: { height: 2.45, raised: 0.25 },
  fits: 1.6,
  lead: { seconds: 2.2, aside: 0.3, up: 1.3 },
  aside: { by: 0.1, rate: 0.13 },
  up: { by: 0.12, rate: 0.21 },
  roll: { by: 0.006, rate: 0.17 },
  kick: { by: 1.5, rise: 0.11 },
  snare: { by: 0.085, rate: 0.9, fade: 0.42 },
};
