import { z } from "zod";
import { defineSetting, reading, turning } from "./control.ts";
import { VALUE } from "./template.ts";

export const REHEARSAL_SETTINGS = {
  metronome: defineSetting({
    path: "metronome",
    schema: z.boolean(),
    default: false,
    kept: "show",
    about: "a click on every beat of the metre, on stages whose sound is on and at the MIDI ports of `metronome`",
    template: { do: "metronome", on: VALUE },
    read: reading("rehearsal", (rehearsal) => rehearsal.metronome),
  }),
  "metronome-level": defineSetting({
    path: "metronome-level",
    schema: z.number().min(0).max(1),
    default: 0.7,
    kept: "show",
    about: "how loud the clicks are; 0 is silence",
    template: { do: "metronome-level", level: VALUE },
    read: reading("rehearsal", ({ level }) => level),
  }),
  "count-in": defineSetting({
    path: "count-in",
    schema: z.int().min(0).max(4),
    default: 0,
    unit: "bars",
    kept: "show",
    about:
      "so many bars of clicks before bar 1 when a start is ordered; models and director rest until then. Where another clock leads its bars go on, and nothing is counted in",
    template: { do: "count-in", bars: VALUE },
    read: reading("rehearsal", ({ countIn }) => countIn),
  }),
};

export const REHEARSAL_COMMANDS = {
  metronome: turning(REHEARSAL_SETTINGS.metronome),
  "metronome-level": turning(REHEARSAL_SETTINGS["metronome-level"]),
  "count-in": turning(REHEARSAL_SETTINGS["count-in"]),
};
