import { z } from "zod";
import { DRUMS } from "../music/drums.ts";

/** A hit on a pad in the browser. */
export const PlayMessage = z.strictObject({
  drum: z.enum(DRUMS),
  /** MIDI velocity. */
  velocity: z.int().min(1).max(127),
});
export type PlayMessage = z.infer<typeof PlayMessage>;

/** The page's clock reading when it asked for the time, in its own milliseconds. */
export const TimeMessage = z.strictObject({ sent: z.number() });
export type TimeMessage = z.infer<typeof TimeMessage>;

/** The server's readings, on its own axis: when the question came and when the answer left. */
export interface TimeReply {
  readonly received: number;
  readonly replied: number;
}
