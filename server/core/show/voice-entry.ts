import { z } from "zod";
import { BAND_SETTINGS, DEFAULT_VOICE_SETTINGS, VoiceChanges, withChanges } from "../../../shared/controls/band.ts";
import { PortName, virtualPort } from "./port-name.ts";
import { RESERVED_NAMES } from "./reserved-names.ts";

/** Letters that a voice's name may have, since it is part of an OSC address and of a port's name. */
const NAME = /^[A-Za-z0-9_-]{1,40}$/;

const VoiceName = z
  .string()
  .regex(NAME, { error: "must be 1 to 40 letters, digits, - and _: it becomes part of an OSC address" })
  .refine((name) => !RESERVED_NAMES.includes(name), {
    error: "must be another name: this one is an OSC address of its own",
  });

/** Milliseconds by which generated notes leave earlier (negative) or later, to meet what a device or cable adds. */
export const OffsetMs = z.number().min(-500).max(500);

/** Where a voice's notes go over MIDI. */
export const Route = z.strictObject({
  port: PortName,
  /** As people count: 1 to 16; 10 is drums in General MIDI. */
  channel: z.int().min(1).max(16).default(10),
  offsetMs: OffsetMs.default(0),
});
type Route = z.infer<typeof Route>;

/** The settings a voice begins with; what a show leaves out is what it is by default. */
const InitialSettings = VoiceChanges.transform((changes) => withChanges(DEFAULT_VOICE_SETTINGS, changes));

/** One voice of a show. */
export const VoiceEntry = z.strictObject({
  name: VoiceName,
  /** live: a person plays it. model: a network does. */
  kind: z.enum(["live", "model"]).default("model"),
  listensTo: z.array(z.string()).max(16).default([]),
  /** Checkpoint: a folder, seen from the show's or from the project's, or an http(s) address. Live voices have none. */
  model: z
    .string()
    .min(1)
    .default(BAND_SETTINGS.model.default as string),
  settings: InitialSettings.prefault({}),
  /** JSON, seen from the show's file, in which what is remembered of a live voice is kept for the next evening; left out, it is not kept. */
  memory: z.string().min(1).max(1000).optional(),
  /** Whether its notes are sounded; otherwise they are gestures of the picture only. */
  sounds: z.boolean().default(true),
  /** What the pages draw it in; left out, the next of our own colours. */
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { error: 'must be a colour like "#4fc3f7"' })
    .optional(),
  /** Left out: a virtual port of its own for a model that sounds, and none for others. [] for none. */
  midi: z.array(Route).max(16).optional(),
});
export type VoiceEntry = z.infer<typeof VoiceEntry>;

/** The MIDI outputs a voice plays to. */
export const routesOf = (voice: VoiceEntry): readonly Route[] => {
  if (voice.midi !== undefined) return voice.midi;
  if (voice.kind === "live" || !voice.sounds) return [];
  return [{ port: virtualPort(`Antiphon ${voice.name}`), channel: 10, offsetMs: 0 }];
};

/** One hue a voice, far apart and alike in brightness on black. */
const COLOURS = ["#f2b134", "#4fc3f7", "#f06292", "#9ccc65", "#b39ddb", "#ff8a65", "#4db6ac", "#e6ee9c"];

/** The colour of every voice. */
export const coloursOf = (voices: readonly VoiceEntry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(voices.map(({ name, colour }, i) => [name, colour ?? COLOURS[i % COLOURS.length]!]));
