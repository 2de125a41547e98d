import type { Oklab } from "../../server/core/show/oklab.ts";

/** How different two colours look; 0.02 is about the smallest difference one notices side by side. */
export const oklabDistance = (one: Oklab, other: Oklab): number =>
  Math.hypot(one.lightness - other.lightness, one.a - other.a, one.b - other.b);
