import type { ProjectorSetup } from "../controls/projectors.ts";
import { WHOLE } from "./canvas.ts";
import { SQUARE } from "./point.ts";
import { NO_BLEND } from "./soft-edge.ts";

// Apart from the schemas, so that a page that only shows projectors need not load what checks them.

/** The projector of a stage whose address names none. */
export const FIRST_PROJECTOR = "main";

/** What a projector may be called. */
export const PROJECTOR_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u;

export const MOST_MASKS = 16;
export const MOST_MASK_POINTS = 64;
/** No projector is later than this, or earlier. */
export const LARGEST_DELAY_MS = 500;

/** What a projector can show in place of the picture. */
export const TEST_PATTERNS = ["none", "chart", "grid", "white"] as const;

/** What a picture is written for; a projector with another gamma says so. */
export const DEFAULT_GAMMA = 2.2;

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
  gamma: DEFAULT_GAMMA,
  pattern: "none",
  delay: 0,
};
