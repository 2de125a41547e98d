import { z } from "zod";
import { PALETTES } from "../picture/palette.ts";
import { PASSES } from "../picture/passes.ts";
import { TRANSITIONS } from "../picture/transitions.ts";
import { defineCommand, defineSetting, reading, type SettingAddress, turning } from "./control.ts";
import { NAMES } from "./names.ts";
import { beside, VALUE } from "./template.ts";

const Share = z.number().min(0).max(1);
const Name = NAMES.scene;

/** How the director works; every change holds from the next decision on. */
export const DirectorSettings = z.strictObject({ held: z.boolean(), restlessness: Share });
export type DirectorSettings = z.infer<typeof DirectorSettings>;
const { held, restlessness } = DirectorSettings.shape;

const HELD = defineSetting({
  path: "director/held",
  schema: held,
  default: false,
  kept: "show",
  about: "nothing changes but by hand",
  template: { do: "director", set: { held: VALUE } },
  read: reading("director", ({ held }) => held),
});
const RESTLESSNESS = defineSetting({
  path: "director/restlessness",
  schema: restlessness,
  default: 0.5,
  kept: "show",
  about: "0 stays with a scene until told otherwise, 1 changes it every phrase of 4 bars",
  template: { do: "director", set: { restlessness: VALUE } },
  read: reading("director", ({ restlessness }) => restlessness),
});

export const DEFAULT_DIRECTOR_SETTINGS: DirectorSettings = { held: HELD.default, restlessness: RESTLESSNESS.default };

/** What a cue overrules; the director goes on from there. */
const cued = <S extends z.ZodType>(
  name: "scene" | "palette" | "intensity",
  schema: S,
  usually: z.output<S>,
  about: string,
  osc: Partial<SettingAddress> = {},
) =>
  defineSetting({
    path: name,
    osc,
    schema,
    default: usually,
    kept: "session",
    undoable: false,
    turnedBy: "director",
    about,
    template: { do: "cue", [name]: VALUE },
    read: reading("director", ({ cue }) => cue[name]),
  });

export const PICTURE_SETTINGS = {
  held: HELD,
  restlessness: RESTLESSNESS,
  scene: cued("scene", Name, "antiphony", "the scene that is on, from the next bar line at least a beat away", {
    values: "text, or its number as it is sent to OSC targets",
    value: ([scene], { scenes }) => (typeof scene === "number" ? (scenes[Math.round(scene)] ?? String(scene)) : scene),
  }),
  palette: cued("palette", Name, PALETTES[0].name, "the colours, from the next bar line at least a beat away"),
  intensity: cued("intensity", Share, 0.5, "how much of itself the scene gives, until the director thinks otherwise"),
  blackout: defineSetting({
    path: "blackout",
    schema: z.boolean(),
    default: false,
    kept: "file",
    about: "fades to black, or back, in so many `seconds`; nothing else changes",
    template: { do: "blackout", on: VALUE, seconds: beside(z.number().min(0).max(60), 1) },
    osc: {
      values: "a second number is the seconds of the fade, otherwise 1",
      beside: ([seconds = 1]) => ({ seconds }),
    },
    read: reading("picture", ({ blackout }) => blackout),
  }),
  freeze: defineSetting({
    path: "freeze",
    schema: z.boolean(),
    default: false,
    about:
      "the picture stands still, the music goes on; the director changes nothing meanwhile. It stands at `frozenAt`, a moment some frames ahead of the order, and of all delays of projectors, so that no stage has drawn it yet",
    template: { do: "freeze", on: VALUE },
    read: reading("picture", ({ frozenAt }) => frozenAt !== null),
  }),
  "flash-limiter": defineSetting({
    path: "flash-limiter",
    schema: z.boolean(),
    default: true,
    about: "the limiter of flashes (WCAG 2.3.1); off only where everybody in the room has agreed",
    template: { do: "flash-limiter", on: VALUE },
    read: reading("picture", ({ flashLimiter }) => flashLimiter),
  }),
  bypass: defineSetting({
    path: "bypass",
    schema: z.boolean(),
    default: false,
    kept: "file",
    about:
      "all passes off: scenes are seen as they are drawn, whoever has dosed what; off, everything is dosed as before",
    template: { do: "bypass", on: VALUE },
    read: reading("picture", ({ bypass }) => bypass),
  }),
  pass: defineSetting({
    path: "pass/<pass>",
    schema: Share.nullable(),
    default: null,
    kept: "file",
    fromNumber: (value) => (value < 0 ? null : value),
    about: "the dose of a pass by hand, 0 being off; null gives it back to the director",
    template: { do: "pass", pass: "<pass>", dose: VALUE },
    read: ({ picture }) =>
      picture === undefined ? [] : PASSES.map((pass) => ({ names: { pass }, value: picture.passes[pass] ?? null })),
  }),
  parameter: defineSetting({
    path: "scene/<scene>/<parameter>",
    schema: z.number().min(-1e6).max(1e6).nullable(),
    default: null,
    kept: "file",
    about:
      "a parameter of a scene in its own unit, of the one that is on if none is named, now and whenever it comes again, held within its bounds; it glides there within 100 ms. null is its default",
    template: { do: "scene-parameter", scene: "<scene>", parameter: "<parameter>", value: VALUE },
    osc: { values: "its default without a value", value: ([value = null]) => value },
    read: ({ picture }) =>
      Object.entries(picture?.parameters ?? {}).flatMap(([scene, turns]) =>
        Object.entries(turns).map(([parameter, { to }]) => ({ names: { scene, parameter }, value: to })),
      ),
  }),
};

export const PICTURE_COMMANDS = {
  director: defineCommand({
    takes: {
      set: z.strictObject({ held: held.exactOptional(), restlessness: restlessness.exactOptional() }),
    },
    about: "turns how the director works",
    hand: "shape",
  }),
  cue: defineCommand({
    takes: {
      scene: Name.exactOptional(),
      palette: Name.exactOptional(),
      transition: z.enum(TRANSITIONS).exactOptional(),
      intensity: Share.exactOptional(),
    },
    about:
      "overrules the director on the next bar line at least a beat away, at once while the transport stands. What is not named is left to the director; nothing named is a new scene of its choice",
    osc: [
      { address: "next", values: "button: a new scene of the director's choice" },
      {
        address: "transition",
        values: `a new scene, by ${TRANSITIONS.map((name) => `\`${name}\``).join(", ")}`,
        fields: ([transition]) => ({ transition }),
      },
    ],
  }),
  blackout: turning(PICTURE_SETTINGS.blackout),
  freeze: turning(PICTURE_SETTINGS.freeze),
  "flash-limiter": turning(PICTURE_SETTINGS["flash-limiter"]),
  bypass: turning(PICTURE_SETTINGS.bypass),
  pass: turning(PICTURE_SETTINGS.pass),
  "scene-parameter": defineCommand({
    takes: { scene: Name.exactOptional(), parameter: NAMES.parameter, value: PICTURE_SETTINGS.parameter.schema },
    about: PICTURE_SETTINGS.parameter.about,
    hand: "range",
    osc: [
      {
        address: "scene/<parameter>",
        values: "the same of the scene that is on",
        fields: ([value = null]) => ({ value }),
      },
    ],
  }),
};
