import { z } from "zod";
import { defineCommand, defineSetting, type Setting, turning } from "./control.ts";
import { NAMES } from "./names.ts";
import { VALUE } from "./template.ts";

/** "auto": the call ends with a silent bar, the response is as long as its call. */
const Length = z.union([z.literal("auto"), z.int().min(1).max(32)], {
  error: 'must be "auto" or a whole number of bars from 1 to 32',
});

/** What is to be said of a voice's setting beyond its name. */
interface VoiceSetting<S extends z.ZodType> extends Partial<Setting<S>> {
  readonly schema: S;
  readonly default: z.output<S>;
  readonly about: string;
}

const describe = <S extends z.ZodType>(setting: VoiceSetting<S>): VoiceSetting<S> => setting;

const bars = { fromNumber: (value: number) => (value === 0 ? "auto" : value), unit: "bars" };

/** What a network is asked for with every step that it draws. */
const SAMPLING = {
  temperature: describe({
    schema: z.number().min(0.05).max(4),
    default: 1,
    reach: { min: 0.05, max: 2 },
    curve: "logarithmic",
    about: "1 plays the model as it is, lower is safer, higher is bolder",
  }),
  topP: describe({
    schema: z.number().min(0.01).max(1),
    default: 1,
    about: "only the likeliest patterns are played, whose chances sum to this",
  }),
  density: describe({
    schema: z.number().min(0).max(1).nullable(),
    default: null,
    fromNumber: (value) => (value < 0 ? null : value),
    about: "wanted share of sounding steps; null is the model's own",
  }),
  allowed: describe({
    schema: z.int().min(0).max(511),
    default: 511,
    hand: "shape",
    about: "the drums it may play, as bits in the order of the drums",
  }),
  memory: describe({
    schema: z.number().min(0).max(1),
    default: 1,
    about: "how much it goes by what it remembers of the drummer it hears; 0 is the network alone",
  }),
  similarity: describe({
    schema: z.number().min(0).max(1),
    default: 0,
    about: "how much an answer is drawn to its own call, step by step; 1 is an echo of it",
  }),
};

/**
 * What can be turned on a voice while it plays, and set in the show file; every change takes effect with the next
 * step. This list is the only one: types, checks, defaults, OSC, PROTOCOL.md and what the network is asked for come
 * from it.
 */
const VOICE = {
  mode: describe({
    schema: z.enum(["call-response", "along"]),
    default: "call-response",
    about: "listen, then answer; or play along with what is heard, step by step",
  }),
  callBars: describe({ schema: Length, default: 2, ...bars, about: "bars of a call; `auto` until a bar is silent" }),
  responseBars: describe({
    schema: Length,
    default: "auto",
    ...bars,
    about: "bars of a response; `auto` as many as its call",
  }),
  minCallBars: describe({
    schema: z.int().min(0).max(32),
    default: 0,
    unit: "bars",
    about: "shorter calls are not answered; no more than `callBars` count",
  }),
  ...SAMPLING,
  beams: describe({
    schema: z.int().min(1).max(16),
    default: 1,
    about:
      "above 1 answers are not drawn step by step: the likeliest bar of so many is played, the first beat by itself",
  }),
  level: describe({
    schema: z.number().min(0).max(2),
    default: 1,
    about: "how loud it plays, in MIDI, OSC, sound and picture: its velocities times this, 0 being silence",
  }),
  ornaments: describe({
    schema: z.number().min(0).max(1),
    default: 1,
    about:
      "how many of its flams, drags and 32nds it plays: 1 as many as the players do and the data tell, 0 none, so that each drum is hit once a step",
  }),
  loop: describe({ schema: z.boolean(), default: false, about: "repeats its response until told otherwise" }),
  mute: describe({
    schema: z.boolean(),
    default: false,
    about: "goes on playing and being heard by other voices, but reaches nobody else",
  }),
  solo: describe({ schema: z.boolean(), default: false, about: "of the voices that sound, only those with solo do" }),
};

export type VoiceSettingName = keyof typeof VOICE;
const VOICE_NAMES = Object.keys(VOICE) as VoiceSettingName[];

/** What `make` gives for each setting, by its name. */
const forEach = <T>(make: (name: VoiceSettingName) => T): { readonly [N in VoiceSettingName]: T } =>
  Object.fromEntries(VOICE_NAMES.map((name) => [name, make(name)])) as { [N in VoiceSettingName]: T };

type Schemas = { [N in VoiceSettingName]: (typeof VOICE)[N]["schema"] };

/** All settings of a voice. */
export const VoiceSettings = z.strictObject(forEach((name) => VOICE[name].schema) as Schemas);
export type VoiceSettings = z.infer<typeof VoiceSettings>;

export const DEFAULT_VOICE_SETTINGS = forEach((name) => VOICE[name].default) as VoiceSettings;

/** Some settings anew. */
export const VoiceChanges = VoiceSettings.partial();
export type VoiceChanges = z.infer<typeof VoiceChanges>;

const SAMPLING_NAMES = Object.keys(SAMPLING) as (keyof typeof SAMPLING)[];
export type Sampling = Pick<VoiceSettings, keyof typeof SAMPLING>;

/** What a network is to be asked for. */
export const samplingOf = (settings: VoiceSettings): Sampling =>
  Object.fromEntries(SAMPLING_NAMES.map((name) => [name, settings[name]])) as Sampling;

/** Whether what a network has drawn by the one must be drawn anew by the other. */
export const samplesOtherwise = (one: VoiceSettings, other: VoiceSettings): boolean =>
  one.beams !== other.beams || SAMPLING_NAMES.some((name) => one[name] !== other[name]);

/** `settings` with `changes`; what is undefined in them stays as it was. */
export const withChanges = (settings: VoiceSettings, changes: VoiceChanges): VoiceSettings => ({
  ...settings,
  ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});

export const VOICE_SETTINGS = forEach((name): Setting => {
  const { schema, ...description } = VOICE[name] as VoiceSetting<z.ZodType>;
  return defineSetting({
    ...description,
    path: `voice/<voice>/${name}`,
    schema,
    kept: "show",
    template: { do: "voice", voice: "<voice>", set: { [name]: VALUE } },
    osc: { address: `<voice>/${name}` },
    read: ({ voices = [] }) => voices.map((voice) => ({ names: { voice: voice.name }, value: voice.settings[name] })),
  });
});

const MODEL = defineSetting({
  path: "voice/<voice>/model",
  schema: z.union([z.string().min(1).max(1000), z.int().min(0).max(999)], {
    error: "must be a folder, an address, or a place in the list of models",
  }),
  default: "models/groove",
  hand: "choice",
  kept: "show",
  about:
    "the checkpoint that plays the voice: a folder or an http(s) address as in the show, or a place in the snapshot's `models` from 0. It takes over on a bar line at least a beat away; the old one plays until then, and on if the new one is not good. Acknowledged when the new one has taken over",
  template: { do: "model", voice: "<voice>", model: VALUE },
  osc: { address: "<voice>/model" },
  read: ({ voices = [] }) =>
    voices.flatMap(({ name, model }) => (model === null ? [] : [{ names: { voice: name }, value: model }])),
});

export const BAND_SETTINGS = { ...VOICE_SETTINGS, model: MODEL };

/** A model comes from a disk or over the network, and takes over on a bar line. */
const MODEL_MS = 90_000;
const ONE_VOICE = { voice: NAMES.voice };

export const BAND_COMMANDS = {
  panic: defineCommand({
    takes: {},
    about: "every sounding note off, every response forgotten; the transport goes on",
    osc: [{ address: "panic", values: "button" }],
  }),
  voice: defineCommand({
    takes: { ...ONE_VOICE, set: VoiceChanges },
    about: "turns any of its settings, from the next step on",
    hand: "shape",
  }),
  mutate: defineCommand({
    takes: ONE_VOICE,
    about: "it plays on from its last response instead of listening; where it has none, out of its own mind",
    osc: [{ address: "<voice>/mutate", values: "button" }],
  }),
  "end-call": defineCommand({
    takes: ONE_VOICE,
    about: "the call ends now, the answer begins on the next bar line, also where nobody has called",
    osc: [{ address: "<voice>/end-call", values: "button" }],
  }),
  model: turning(MODEL, MODEL_MS),
  forget: defineCommand({
    takes: { voice: NAMES.voice.optional() },
    about:
      "what is remembered of a live voice is forgotten, and a memory that is kept with it; of all if none is named",
    osc: [
      { address: "forget", values: "button" },
      { address: "<voice>/forget", values: "button" },
    ],
  }),
};
