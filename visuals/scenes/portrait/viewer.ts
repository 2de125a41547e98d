import type { Orbit } from "../../drawing/camera/orbit-camera.ts";

const FIELD = 30;
/** Half the height that is seen at the heads. */
const HALF_HEIGHT = 2.1;

/** Who stands before the portrait; a larger company, of more than one row of heads, is seen from farther away. */
export const viewerOf = (rows: number): Orbit => ({
  field: FIELD,
  far: 60,
  distance: (HALF_HEIGHT / Math.tan((FIELD * Math.PI) / 360)) * (1 + 0.3 * Math.max(0, rows - 1)),
  height: 0.05,
  target: { height: 0.02, raised: 0.15 },
  fits: 1.72,
  lead: { seconds: 2.2, aside: 0.1, up: 0.35 },
  aside: { by: 0.03, rate: 0.16 },
  up: { by: 0.08, rate: 0.11 },
  roll: { by: 0.006, rate: 0.19 },
  kick: { by: 0.75, rise: 0.13 },
  crash: { by: 1.1, rise: 0.3 },
  snare: { by: 0.05, rate: 0.8, fade: 0.5 },
});
