import { isIP } from "node:net";
import { z } from "zod";
import { CLOCK_SETTINGS } from "../../../shared/controls/clock.ts";
import { REHEARSAL_SETTINGS } from "../../../shared/controls/rehearsal.ts";
import { TRANSPORT_SETTINGS } from "../../../shared/controls/transport.ts";
import { Pitches } from "../music/pitch-table.ts";
import { chainFaults } from "./chain.ts";
import { DirectorEntry, PaletteEntries, SceneEntries } from "./picture-entries.ts";
import { PortName } from "./port-name.ts";
import { OffsetMs, Route, VoiceEntry } from "./voice-entry.ts";

/** Labels with dots between them, in any script; one that ends in a number can only be an address. */
const NAME_OF_HOST = /^(?=.{1,253}$)([\p{L}\p{N}_-]{1,63}\.)*(?!\d+\.?$)[\p{L}\p{N}_-]{1,63}\.?$/u;
const HostName = z.string().refine((host) => isIP(host) !== 0 || NAME_OF_HOST.test(host), {
  error: "must be a host's name or address, without spaces",
});
const Port = z.int().min(1).max(65_535);
const { tempo, metre } = TRANSPORT_SETTINGS;
/** 0 takes any that is free. */
const PortOrAny = z.int().min(0).max(65_535);

/** The band of the default show: a chain of two models, and a third that plays the picture. */
const DEFAULT_VOICES: readonly z.input<typeof VoiceEntry>[] = [
  { name: "drummer", kind: "live" },
  { name: "model1", listensTo: ["drummer"] },
  { name: "model2", listensTo: ["model1"] },
  { name: "video", listensTo: ["model2"], sounds: false, settings: { mode: "along" } },
];

/**
 * The show file: everything that is decided before the band plays. `{}` is a valid show. This
 * schema is the only description of it; types, defaults, checks and messages all come from here.
 */
export const Show = z.strictObject({
  /** Where editors find the JSON Schema of this file; nothing else reads it. */
  $schema: z.string().optional(),
  name: z.string().min(1).max(80).default("Antiphon"),
  /** All chance comes from it: the same seed and the same playing give the same show. null: a new one each time. */
  seed: z.int().min(0).nullable().default(null),
  tempo: tempo.schema.default(tempo.default),
  metre: z
    .strictObject({
      numerator: metre.schema.shape.numerator.default(metre.default.numerator),
      denominator: metre.schema.shape.denominator.default(metre.default.denominator),
    })
    .prefault({}),
  clock: z
    .strictObject({
      /** internal, link, midi:NAME with the name, or part of it, of a MIDI input, or auto for whoever is heard. */
      source: CLOCK_SETTINGS.clock.schema.default(CLOCK_SETTINGS.clock.default),
      /** Whether the source's start and stop are followed too, and not only its tempo. */
      transport: z.boolean().default(CLOCK_SETTINGS["clock-follow"].default),
      /** Added to the beats of Link and MIDI clock; negative is earlier. */
      offsetMs: OffsetMs.default(0),
      /** The MIDI note or controller, from any of the inputs, that taps the tempo; choose one that no drum has. */
      tap: z
        .union([z.strictObject({ note: z.int().min(0).max(127) }), z.strictObject({ cc: z.int().min(0).max(127) })])
        .nullable()
        .default(null),
      /** Beta: the tempo follows the live voice where no clock leads, by at most this share of it up and down. */
      followDrummer: z.boolean().default(CLOCK_SETTINGS["follow-drummer"].default),
      drummerRange: z.number().min(0.01).max(0.5).default(0.2),
    })
    .prefault({}),
  metronome: z
    .strictObject({
      on: REHEARSAL_SETTINGS.metronome.schema.default(REHEARSAL_SETTINGS.metronome.default),
      level: REHEARSAL_SETTINGS["metronome-level"].schema.default(REHEARSAL_SETTINGS["metronome-level"].default),
      /** Bars. */
      countIn: REHEARSAL_SETTINGS["count-in"].schema.default(REHEARSAL_SETTINGS["count-in"].default),
      /** Where it clicks by MIDI, beside the stages. */
      midi: z.array(Route).max(4).default([]),
      /** The pitches of its clicks: on bar lines, and on the other beats; General MIDI's wood blocks. */
      barLine: z.int().min(0).max(127).default(76),
      beat: z.int().min(0).max(127).default(77),
    })
    .prefault({}),
  pitches: Pitches.prefault({}),
  voices: z
    .array(VoiceEntry)
    .min(1)
    .max(16)
    .superRefine((voices, context) => {
      for (const { path, message } of chainFaults(voices))
        context.addIssue({ code: "custom", path: [...path], message });
    })
    .prefault([...DEFAULT_VOICES]),
  /** Who plays live. */
  inputs: z
    .strictObject({
      /** MIDI inputs by name or part of one. */
      midi: z.array(PortName).max(16).default([]),
      /** Whether other programs find a MIDI port "Antiphon" to play into, where the system has such ports. */
      virtual: z.boolean().default(true),
      /** A MIDI file that plays in place of a drummer. */
      file: z
        .strictObject({
          path: z.string().min(1),
          loop: z.boolean().default(true),
          /** own: the file's tempo map. transport: beat by beat along the band's. */
          tempo: z.enum(["own", "transport"]).default("transport"),
        })
        .nullable()
        .default(null),
      /** Where OSC comes in: `/antiphon/play/...` and `/antiphon/set/...`; null for nowhere. */
      osc: z
        .strictObject({ host: HostName.default("127.0.0.1"), port: PortOrAny.default(4401) })
        .nullable()
        .prefault({}),
      /** Whether the demo drummer plays while nobody else does. */
      demo: z.boolean().default(true),
      /** How long everybody must be silent before it comes back. */
      demoReturnSeconds: z.number().min(1).max(3600).default(20),
    })
    .prefault({}),
  /** MIDI outputs that get clock, start and stop. */
  clockOut: z
    .array(z.strictObject({ port: PortName, offsetMs: OffsetMs.default(0) }))
    .max(16)
    .default([]),
  /** Programs that get everything as OSC over UDP. */
  osc: z
    .array(
      z.strictObject({
        host: HostName.default("127.0.0.1"),
        port: Port,
        profile: z.string().min(1).max(40).default("generic"),
        offsetMs: OffsetMs.default(0),
        /** null: each message at its moment. Otherwise this long ahead, in bundles with its moment as time tag. */
        bundleAheadMs: z.number().min(0).max(2000).nullable().default(null),
      }),
    )
    .max(64)
    .default([]),
  /** How long before they are due stages are told of notes, at most. */
  lookaheadMs: z.number().min(100).max(20_000).default(4000),
  scenes: SceneEntries,
  palettes: PaletteEntries,
  director: DirectorEntry,
  /** The folder of the user's own videos and images, seen from the show's file. */
  media: z.string().min(1).max(1000).default("media"),
  /** Lines the picture may set in type: titles, lyrics, names; [] for the show's name and the voices'. */
  words: z.array(z.string().max(500)).max(1000).default([]),
  http: z
    .strictObject({
      /** 127.0.0.1 for this machine only, 0.0.0.0 for the network. */
      host: HostName.default("127.0.0.1"),
      port: PortOrAny.default(4400),
      /** Further names by which other machines call this one, beside its own; of no use with 127.0.0.1. */
      names: z.array(HostName.toLowerCase()).max(16).default([]),
    })
    .prefault({}),
});
export type Show = z.infer<typeof Show>;
