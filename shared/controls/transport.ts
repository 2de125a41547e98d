import { z } from "zod";
import { MAX_BPM, MIN_BPM } from "../time/units.ts";
import { defineCommand, defineSetting, reading, turning } from "./control.ts";
import { part, VALUE } from "./template.ts";

const METRE = {
  numerator: z.int().min(1).max(32),
  denominator: z.literal([2, 4, 8, 16]),
};

export const TRANSPORT_SETTINGS = {
  playing: defineSetting({
    path: "playing",
    schema: z.boolean(),
    default: true,
    kept: "session",
    undoable: false,
    turnedBy: "clock",
    about: "the music plays; on begins at bar 1, also while it plays",
    template: { do: ["stop", "start"] },
    read: reading("transport", ({ playing }) => playing),
  }),
  tempo: defineSetting({
    path: "tempo",
    schema: z.number().min(MIN_BPM).max(MAX_BPM),
    default: 120,
    unit: "bpm",
    curve: "logarithmic",
    kept: "show",
    turnedBy: "clock",
    alsoBy: ["tap", "tempo-scale"],
    about: "quarter notes a minute; refused while the tempo comes from elsewhere",
    template: { do: "tempo", bpm: VALUE },
    read: reading("transport", ({ shownTempo, tempo }) => shownTempo ?? tempo),
  }),
  metre: defineSetting({
    path: "metre",
    schema: z.strictObject(METRE),
    default: { numerator: 4, denominator: 4 },
    kept: "show",
    about: "beats in a bar, and the note value of each, from the next bar line on",
    template: {
      do: "metre",
      numerator: part("numerator", METRE.numerator),
      denominator: part("denominator", METRE.denominator),
    },
    osc: {
      values: "numerator, denominator",
      value: ([numerator, denominator]) => ({ numerator, denominator }),
    },
    read: reading("transport", ({ numerator, denominator }) => ({ numerator, denominator })),
  }),
};

export const TRANSPORT_COMMANDS = {
  start: defineCommand({ takes: {}, about: "plays, from bar 1" }),
  stop: defineCommand({ takes: {}, about: "the music stands still, and what was to come is dropped" }),
  tempo: turning(TRANSPORT_SETTINGS.tempo),
  metre: turning(TRANSPORT_SETTINGS.metre),
  "tempo-scale": defineCommand({
    takes: { by: z.literal([0.5, 2]) },
    about: "half or double the tempo, as drummers count; the music goes on from the beat it is at",
    hand: "choice",
    osc: [{ address: "tempo-scale", values: "0.5 half, 2 double", fields: ([by]) => ({ by }) }],
  }),
};
