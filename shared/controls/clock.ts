import { z } from "zod";
import { defineCommand, defineSetting, reading, turning } from "./control.ts";
import { VALUE } from "./template.ts";

/** Who may be chosen to lead: the internal clock, Ableton Link, the clock of a MIDI input, or whoever comes first. */
export const ClockChoice = z
  .string()
  .max(200)
  .regex(/^(auto|internal|link|midi:.+)$/, { error: 'must be "internal", "link", "midi:NAME" or "auto"' });

export const CLOCK_SETTINGS = {
  clock: defineSetting({
    path: "clock",
    schema: ClockChoice,
    default: "internal",
    hand: "choice",
    kept: "show",
    about:
      "who leads: `internal`, `link`, `midi:NAME` or `auto`. One that is not heard is waited for; until then the next of Link, MIDI clock and internal clock leads",
    template: { do: "clock", source: VALUE },
    read: reading("transport", ({ clock }) => clock?.choice),
  }),
  "clock-follow": defineSetting({
    path: "clock-follow",
    schema: z.boolean(),
    default: true,
    kept: "show",
    about: "start and stop of the clock source are obeyed, and not only its time",
    template: { do: "clock-follow", transport: VALUE },
    read: reading("transport", ({ clock }) => clock?.followsTransport),
  }),
  "follow-drummer": defineSetting({
    path: "follow-drummer",
    schema: z.boolean(),
    default: false,
    kept: "show",
    about: "the tempo follows the live voice where no clock leads (beta)",
    template: { do: "follow-drummer", on: VALUE },
    read: reading("transport", ({ clock }) => clock?.followsDrummer),
  }),
};

export const CLOCK_COMMANDS = {
  tap: defineCommand({
    takes: { at: z.number().optional() },
    about:
      "a tap on a quarter note, now or `at`, up to a second ago; the third and those after it set the tempo, and draw the nearest beats under the taps without a jump",
    osc: [{ address: "tap", values: "button" }],
  }),
  nudge: defineCommand({
    takes: { ms: z.number().min(-500).max(500) },
    about: "every beat so many milliseconds later, or earlier if negative, by bending",
    hand: "range",
    osc: [{ address: "nudge", values: "milliseconds; below 0 is earlier", fields: ([ms]) => ({ ms }) }],
  }),
  clock: turning(CLOCK_SETTINGS.clock),
  "clock-follow": turning(CLOCK_SETTINGS["clock-follow"]),
  "follow-drummer": turning(CLOCK_SETTINGS["follow-drummer"]),
};
