import { z } from "zod";
import type { ClipIdentity } from "../picture/reel.ts";

/** One of the user's own files in the show's media folder. */
export interface Clip extends ClipIdentity {
  readonly kind: "video" | "image";
  /** Whether it may be used. */
  readonly on: boolean;
  /** Why a stage cannot use it, and the way out; empty while all is well. */
  readonly trouble: string;
}

/** The media folder, and what becomes of it. */
export interface MediaState {
  /** Where people put their files. */
  readonly folder: string;
  readonly exists: boolean;
  /** In the order of their names; a great many are not all told. */
  readonly clips: readonly Clip[];
  /** Clips beyond those that are told; they are not used. */
  readonly left: number;
  /** Which turn it is where there are more clips than are used at once; see shared/picture/reel.ts. */
  readonly turn: number;
  /** Names of the clips that are used now. */
  readonly inUse: readonly string[];
  /** How far the slowest stage is with making them ready, 0 to 1; 0 without a stage. */
  readonly ready: number;
}

/**
 * A stage tells how far it is with the clips: when a reel is new, with every tenth of it, and when
 * a clip cannot be used.
 */
export const ClipsMessage = z.strictObject({
  reel: z.string().max(40),
  done: z.number().min(0).max(1),
  troubles: z.array(z.strictObject({ name: z.string().min(1).max(255), reason: z.string().min(1).max(400) })).max(16),
});
export type ClipsMessage = z.infer<typeof ClipsMessage>;
