import type { ProjectorSetup } from "../protocol/projectors.ts";
import { WHOLE } from "./canvas.ts";
import { SQUARE } from "./point.ts";
import { NO_BLEND } from "./soft-edge.ts";

// Apart from the schemas, so that a page that only shows projectors need not load what checks them.

/** What a projector can show in place of the picture. */
export const TEST_PATTERNS = ["none", "chart", "grid", "white"] as const;
export type TestPattern = (typeof TEST_PATTERNS)[number];

/** What a picture is written for; a projector with another gamma says so. */
export const USUAL_GAMMA = 2.2;

/** A projector that nobody has touched: it shows the whole picture as it is. */
export const PLAIN_PROJECTOR: ProjectorSetup = {
  crop: WHOLE,
  turn: 0,
  mirror: false,
  corners: SQUARE,
  mesh: null,
  masks: [],
  blend: NO_BLEND,
  brightness: 1,
  gamma: USUAL_GAMMA,
  pattern: "none",
  delay: 0,
};
