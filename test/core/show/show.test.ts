import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../server/core/check/check.ts";
import { palettesOf, setListOf } from "../../../server/core/show/picture-entries.ts";
import { portChoice } from "../../../server/core/show/port-name.ts";
import { Show } from "../../../server/core/show/show.ts";
import { coloursOf, routesOf } from "../../../server/core/show/voice-entry.ts";
import { DEFAULT_VOICE_SETTINGS } from "../../../shared/controls/band.ts";
import { PALETTES } from "../../../shared/picture/palette.ts";

const shown = (value: unknown): string => {
  const checked = check(Show, value, "the show");
  return checked.ok ? "fine" : checked.reason;
};
const voices = (...entries: readonly unknown[]): unknown => ({ voices: entries });
const drummer = { name: "drummer", kind: "live" };

describe("a show", () => {
  it("is complete when it is empty: a drummer, two models in a chain, and one for the picture", () => {
    const show = Show.parse({});
    expect(show.voices.map(({ name, kind, listensTo, sounds }) => ({ name, kind, listensTo, sounds }))).toEqual([
      { name: "drummer", kind: "live", listensTo: [], sounds: true },
      { name: "model1", kind: "model", listensTo: ["drummer"], sounds: true },
      { name: "model2", kind: "model", listensTo: ["model1"], sounds: true },
      { name: "video", kind: "model", listensTo: ["model2"], sounds: false },
    ]);
    expect(show).toMatchObject({ tempo: 120, seed: null, clock: { source: "internal" }, inputs: { demo: true } });
    expect(show.http).toEqual({ host: "127.0.0.1", port: 4400, names: [] });
  });

  it("begins with the settings the desk calls usual", () => {
    expect(Show.parse({ voices: [drummer] }).voices[0]?.settings).toEqual(DEFAULT_VOICE_SETTINGS);
  });

  it("says the same again when it is written with everything filled in", () => {
    const show = Show.parse({});
    expect(Show.parse(JSON.parse(JSON.stringify(show)))).toEqual(show);
  });

  it("may hold loops and many voices", () => {
    expect(shown(voices(drummer, { name: "a", listensTo: ["drummer", "b"] }, { name: "b", listensTo: ["a"] }))).toBe(
      "fine",
    );
    expect(shown(voices({ name: "a", listensTo: ["b"] }, { name: "b", listensTo: ["a"] }))).toBe("fine");
  });

  it.each([
    [
      voices(drummer, { name: "m", listensTo: ["drumer"] }),
      'voices.1.listensTo.0 must be a voice of this show (drummer, m), not "drumer"',
    ],
    [voices(drummer, { ...drummer }), 'voices.1.name must be a name of its own: there is another "drummer"'],
    [
      voices(drummer, { name: "m", listensTo: ["m"] }),
      "voices.1.listensTo.0 must be another voice: waiting for itself, it would never begin",
    ],
    [voices(drummer, { name: "m" }), "voices.1.listensTo must name the voice it answers, or it would never play"],
    [
      voices(drummer, { name: "m", listensTo: ["drummer"], memory: "m.json" }),
      "voices.1.memory must be left out, or stand at the live voice that is to be remembered: models are not",
    ],
    [
      voices({ ...drummer, memory: "ours.json" }, { name: "second", kind: "live", memory: "ours.json" }),
      'voices.1.memory must be a file of its own: "drummer" has this one',
    ],
    [
      voices({ ...drummer, listensTo: ["drummer"] }),
      "voices.0.listensTo must be left out: a live voice is played by a person",
    ],
    [
      voices(drummer, { name: "m", listensTo: ["drummer", "drummer"] }),
      'voices.1.listensTo.1 must not name "drummer" twice',
    ],
    [voices({ name: "my drums", kind: "live" }), "voices.0.name must be 1 to 40 letters"],
    [voices({ name: "tempo", kind: "live" }), "voices.0.name must be another name: this one is an OSC address"],
    [voices(), "voices must not be empty"],
    [voices({ name: "a", kind: "live", colour: "red" }), 'voices.0.colour must be a colour like "#4fc3f7"'],
    [
      voices({ name: "a", kind: "live", settings: { temperature: 9 } }),
      "voices.0.settings.temperature must be at most 4, not 9",
    ],
    [
      voices({ name: "a", kind: "live", settings: { callBars: "some" } }),
      'voices.0.settings.callBars must be "auto" or a whole number',
    ],
    [
      voices({ name: "a", kind: "live", midi: [{ port: "x", channel: 17 }] }),
      "voices.0.midi.0.channel must be at most 16, not 17",
    ],
    [{ tempo: 5 }, "tempo must be at least 20, not 5"],
    [{ tempo: "fast" }, 'tempo must be a number, not "fast"'],
    [{ temp: 5 }, 'the show must not hold "temp"; it may hold name, seed, tempo, metre, clock'],
    [{ metre: { numerator: 4, denominator: 3 } }, "metre.denominator must be one of 2, 4, 8, 16, not 3"],
    [{ clock: { source: "ableton" } }, 'clock.source must be "internal", "link", "midi:NAME" or "auto"'],
    [{ pitches: { overrides: { "300": "kick" } } }, "pitches.overrides.300 must be a MIDI pitch, 0 to 127"],
    [{ pitches: { overrides: { "24": "cowbell" } } }, "pitches.overrides.24 must be one of"],
    [{ osc: [{ host: "", port: 7000 }] }, "osc.0.host must be a host's name"],
    [{ osc: [{ host: "127.0.0.1" }] }, "osc.0.port is missing: it must be a number"],
    [{ scenes: [{ scene: "ink", weight: -1 }] }, "scenes.0"],
    [{ scenes: [7] }, "scenes.0 must be a scene's name, or"],
    [{ palettes: ["neon"] }, "palettes.0 must be one of ember, aurora"],
    [{ palettes: ["tide", { name: "tide", colours: ["#ff0000"] }] }, 'palettes.1 must not name "tide" twice'],
    [{ palettes: [{ name: "mine", colours: ["red"] }] }, "palettes.0"],
    [{ palettes: [{ name: "mine", colours: [] }] }, "palettes.0"],
    [{ director: { restless: 1 } }, 'director must not hold "restless"; it may hold held, restlessness, passes'],
    [{ director: { passes: { sepia: 1 } } }, "director.passes"],
    [{ director: { passes: { glitch: 2 } } }, "director.passes.glitch must be at most 1"],
    [{ inputs: { demoReturnSeconds: 0 } }, "inputs.demoReturnSeconds must be at least 1, not 0"],
    [[], "the show must be an object { ... }, not a list"],
    [null, "the show must be an object { ... }, not null"],
  ])("is told what is wrong with %j", (value, reason) => {
    expect(shown(value)).toContain(reason);
  });

  it("lists scenes by name or weight, and palettes of the house beside its own, one colour being enough", () => {
    const show = Show.parse({
      scenes: ["ink", { scene: "bricks", weight: 3 }, { scene: "terrain" }],
      palettes: ["tide", { name: "mine", colours: ["#ff8800"] }],
    });
    expect(setListOf(show.scenes)).toEqual([
      { scene: "ink", weight: 1 },
      { scene: "bricks", weight: 3 },
      { scene: "terrain", weight: 1 },
    ]);
    const [tide, mine, ...others] = palettesOf(show.palettes);
    expect([tide, others]).toEqual([PALETTES.find(({ name }) => name === "tide"), []]);
    expect(mine).toMatchObject({ name: "mine", voices: expect.arrayContaining(["#ff8800"]) });
    expect(palettesOf(Show.parse({}).palettes)).toBe(PALETTES);
    expect(Show.parse(JSON.parse(JSON.stringify(show)))).toEqual(show);
  });

  it("gives every voice a colour of its own unless it has chosen one", () => {
    const { voices: all } = Show.parse({
      voices: [drummer, { name: "b", kind: "live", colour: "#123456" }, { name: "c", kind: "live" }],
    });
    const colours = coloursOf(all);
    expect(colours.b).toBe("#123456");
    expect(new Set(Object.values(colours)).size).toBe(3);
    for (const colour of Object.values(colours)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("gives a model that sounds a virtual port of its own, and others none, unless they name some", () => {
    const { voices: all } = Show.parse({});
    expect(all.map(routesOf)).toEqual([
      [],
      [{ port: "virtual:Antiphon model1", channel: 10, offsetMs: 0 }],
      [{ port: "virtual:Antiphon model2", channel: 10, offsetMs: 0 }],
      [],
    ]);
    const named = Show.parse({ voices: [{ ...drummer, midi: [{ port: "Module" }] }] });
    expect(named.voices.map(routesOf)).toEqual([[{ port: "Module", channel: 10, offsetMs: 0 }]]);
  });

  it("tells ports of others from ports of its own", () => {
    expect(portChoice("TD-17")).toEqual({ named: "TD-17" });
    expect(portChoice("virtual:Antiphon model1")).toEqual({ virtual: "Antiphon model1" });
  });

  it("can be described to an editor as a JSON schema in which nothing is required", () => {
    const schema = z.toJSONSchema(Show, { io: "input" });
    expect(schema.required ?? []).toEqual([]);
    expect(Object.keys(schema.properties ?? {})).toContain("voices");
  });
});
