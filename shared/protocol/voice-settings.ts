import { z } from "zod";

/** "auto": the call ends with a silent bar, the response is as long as its call. */
const Length = z.union([z.literal("auto"), z.int().min(1).max(32)], {
  error: 'must be "auto" or a whole number of bars from 1 to 32',
});

/**
 * What the operator can turn on a voice while it plays. Part of the show file and of the desk's
 * commands; every change takes effect with the next step.
 */
export const VoiceSettings = z.strictObject({
  /** call-response: listen, then answer. along: play with what is heard, step by step. */
  mode: z.enum(["call-response", "along"]),
  callBars: Length,
  responseBars: Length,
  /** Calls shorter than this many bars are not answered. */
  minCallBars: z.int().min(0).max(32),
  temperature: z.number().min(0.05).max(4),
  topP: z.number().min(0.01).max(1),
  /** Wanted share of sounding steps, or null for the model's own. */
  density: z.number().min(0).max(1).nullable(),
  /** Drums the voice may play, as a pattern's bits. */
  allowed: z.int().min(0).max(511),
  /**
   * Above 1 an answer is not drawn step by step: of so many ways to play a bar, followed at once, the
   * likeliest is played (beam search). The first beat of an answer is searched by itself, since it must
   * be there half a step after the call. The more, the safer and the more alike. Playing along is not searched.
   */
  beams: z.int().min(1).max(16),
  /** Repeats its response until told otherwise. */
  loop: z.boolean(),
  /** Goes on playing and being heard by other voices, but reaches no sink. */
  mute: z.boolean(),
  solo: z.boolean(),
});
export type VoiceSettings = z.infer<typeof VoiceSettings>;

export const DEFAULT_VOICE_SETTINGS: VoiceSettings = {
  mode: "call-response",
  callBars: 2,
  responseBars: "auto",
  minCallBars: 0,
  temperature: 1,
  topP: 1,
  density: null,
  allowed: 511,
  beams: 1,
  loop: false,
  mute: false,
  solo: false,
};

/** Some settings anew. */
export const VoiceChanges = VoiceSettings.partial();
export type VoiceChanges = z.infer<typeof VoiceChanges>;

/** `settings` with `changes`; what is undefined in them stays as it was. */
export const withChanges = (settings: VoiceSettings, changes: VoiceChanges): VoiceSettings => ({
  ...settings,
  ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});
