import { z } from "zod";
import type { MixWeights } from "./mix-weights.ts";

/** Beside config.json in a model's folder. */
export const MIX_FILE = "memory.json";

export const MixFile = z.object({
  version: z.literal(1),
  network: z.number(),
  place: z.number(),
  barAgo: z.number(),
});

export const mixFileOf = (weights: MixWeights): string => `${JSON.stringify({ version: 1, ...weights })}\n`;
