import { z } from "zod";
import { MAX_BPM, MIN_BPM } from "../time/units.ts";
import { CLOCK_COMMANDS } from "./clock.ts";
import { MEDIA_COMMANDS } from "./media.ts";
import { PICTURE_COMMANDS } from "./picture.ts";
import { PROJECTOR_COMMANDS } from "./projectors.ts";
import { RECORDING_COMMANDS } from "./recording.ts";
import { VoiceChanges } from "./voice-settings.ts";

const VoiceName = z.string().min(1).max(40);

/** What the desk, OSC and MIDI learn may order; each is acknowledged with ok or a reason. */
export const DeskCommand = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("start") }),
  z.strictObject({ do: z.literal("stop") }),
  z.strictObject({ do: z.literal("tempo"), bpm: z.number().min(MIN_BPM).max(MAX_BPM) }),
  z.strictObject({ do: z.literal("metre"), numerator: z.int().min(1).max(32), denominator: z.literal([2, 4, 8, 16]) }),
  /** Every sounding note off, every response forgotten; the transport goes on. */
  z.strictObject({ do: z.literal("panic") }),
  z.strictObject({ do: z.literal("voice"), voice: VoiceName, set: VoiceChanges }),
  /** Plays a continuation of its own last response instead of listening. */
  z.strictObject({ do: z.literal("mutate"), voice: VoiceName }),
  /** Ends the call now: the answer begins on the next bar line. */
  z.strictObject({ do: z.literal("end-call"), voice: VoiceName }),
  /**
   * Another checkpoint plays the voice: a folder or an http(s) address as in the show, or its place in
   * the snapshot's models from 0. It takes over on a bar line; acknowledged when it has, or with the
   * reason why the old one plays on.
   */
  z.strictObject({
    do: z.literal("model"),
    voice: VoiceName,
    model: z.union([z.string().min(1).max(1000), z.int().min(0).max(999)], {
      error: "must be a folder, an address, or a place in the list of models",
    }),
  }),
  ...CLOCK_COMMANDS,
  ...PICTURE_COMMANDS,
  ...MEDIA_COMMANDS,
  ...PROJECTOR_COMMANDS,
  ...RECORDING_COMMANDS,
]);
export type DeskCommand = z.infer<typeof DeskCommand>;

export type DeskReply = { readonly ok: true } | { readonly ok: false; readonly reason: string };
