import { z } from "zod";

/** What is recorded now, or was recorded last. */
export interface RecordingState {
  /** Counted from 1 in a run of the server. */
  readonly id: number;
  /** As people find it, seen from the show's folder; empty when nothing came of it. */
  readonly file: string;
  /** When it began, and when it ended, on the server's axis; null while it goes on. */
  readonly since: number;
  readonly until: number | null;
  readonly bytes: number;
  /** The projector whose stage records. */
  readonly stage: string;
  /** It was ended, and the stage is about to hand over the rest. */
  readonly ending: boolean;
}

/** Told to the one stage that is to record. With `token` it may hand over what it records: see PROTOCOL.md, HTTP. */
export interface RecordOrder {
  readonly id: number;
  readonly token: string;
}

/** What browsers record: the file's ending by its kind. */
export const RECORDING_KINDS = { "video/mp4": "mp4", "video/webm": "webm" } as const;

/** A stage says that it records, as what, and whether with sound, or why it cannot. */
export const RecordReply = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), type: z.enum(["video/mp4", "video/webm"]), sound: z.boolean() }),
  z.strictObject({ ok: z.literal(false), reason: z.string().min(1).max(400) }),
]);
export type RecordReply = z.infer<typeof RecordReply>;

/** The most of a recording that is handed over at a time. */
export const LARGEST_PIECE = 32 * 1024 * 1024;
