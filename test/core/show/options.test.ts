import { describe, expect, it } from "vitest";
import { applyOptions } from "../../../server/core/show/options.ts";
import { Show } from "../../../server/core/show/show.ts";
import { routesOf } from "../../../server/core/show/voice-entry.ts";

const show = Show.parse({ tempo: 100, osc: [{ port: 1 }], inputs: { midi: ["old"], demoReturnSeconds: 5 } });

describe("command line options", () => {
  it("leave the show alone when there are none", () => {
    expect(applyOptions(show, {})).toEqual(show);
  });

  it("replace what the show says", () => {
    const changed = applyOptions(show, {
      port: "0",
      host: "0.0.0.0",
      bpm: "174.5",
      seed: "42",
      clock: "midi:Live",
      midiIn: ["TD-17", "Pad"],
      demo: false,
      oscIn: "0",
      midiFile: "/songs/a.mid",
      osc: ["127.0.0.1:7000:resolume", "[::1]:9000", "vj.local:8010"],
    });
    expect(changed).toMatchObject({
      http: { host: "0.0.0.0", port: 0 },
      tempo: 174.5,
      seed: 42,
      clock: { source: "midi:Live", transport: true },
      inputs: {
        midi: ["TD-17", "Pad"],
        demo: false,
        osc: { host: "127.0.0.1", port: 0 },
        demoReturnSeconds: 5,
        file: { path: "/songs/a.mid", loop: true, tempo: "transport" },
      },
      osc: [
        { host: "127.0.0.1", port: 7000, profile: "resolume", offsetMs: 0 },
        { host: "::1", port: 9000, profile: "generic", offsetMs: 0 },
        { host: "vj.local", port: 8010, profile: "generic", offsetMs: 0 },
      ],
    });
    expect(Show.parse(changed)).toEqual(changed);
  });

  it("let a MIDI file keep its own tempo, the one named or the show's", () => {
    expect(applyOptions(show, { midiFile: "/a.mid", ownTempo: true }).inputs.file).toEqual({
      path: "/a.mid",
      loop: true,
      tempo: "own",
    });
    const once = Show.parse({ inputs: { file: { path: "b.mid", loop: false } } });
    expect(applyOptions(once, { ownTempo: true }).inputs.file).toEqual({ path: "b.mid", loop: false, tempo: "own" });
    expect(() => applyOptions(show, { ownTempo: true })).toThrow("--own-tempo is for a MIDI file");
  });

  it("keep the port when only the host is given", () => {
    expect(applyOptions(show, { host: "0.0.0.0" }).http).toMatchObject({ host: "0.0.0.0", port: 4400 });
  });

  it("send every model that sounds to the outputs they name", () => {
    const { voices } = applyOptions(show, { midiOut: ["Module", "virtual:Mine"] });
    expect(voices.map((voice) => routesOf(voice).map(({ port }) => port))).toEqual([
      [],
      ["Module", "virtual:Mine"],
      ["Module", "virtual:Mine"],
      [],
    ]);
  });

  it.each([
    [{ bpm: "fast" }, '--bpm must be a number, not "fast".'],
    [{ bpm: "5" }, "--bpm must be at least 20, not 5."],
    [{ bpm: "" }, '--bpm must be a number, not "".'],
    [{ port: "70000" }, "--port must be at most 65535, not 70000."],
    [{ port: "4400.5" }, "--port must be a whole number, not 4400.5."],
    [{ host: "my host" }, "--host must be a host's name or address, without spaces."],
    [{ seed: "-1" }, "--seed must be at least 0, not -1."],
    [{ clock: "ableton" }, '--clock must be "internal", "link", "midi:NAME" or "auto".'],
    [{ osc: ["7000"] }, '--osc must be HOST:PORT or HOST:PORT:PROFILE, for example 127.0.0.1:7000, not "7000".'],
    [{ oscIn: "everywhere" }, '--osc-in must be a number, not "everywhere".'],
    [{ oscIn: "99999" }, "--osc-in must be at most 65535, not 99999."],
    [{ osc: ["a:99999"] }, "--osc must be at most 65535, not 99999."],
    [{ midiIn: [""] }, "--midi-in must not be empty."],
  ])("%o are refused by name", (options, sentence) => {
    expect(() => applyOptions(show, options)).toThrow(sentence);
  });

  it("--duet leaves out who is played by people: the models listen to one another, and no demo plays", () => {
    const chainOf = (of: Show): (readonly [string, readonly string[]])[] =>
      of.voices.map(({ name, listensTo }) => [name, listensTo]);
    const duet = applyOptions(show, { duet: true, midiOut: ["IAC"] });
    expect(chainOf(duet)).toEqual([
      ["model1", ["model2"]],
      ["model2", ["model1"]],
      ["video", ["model2"]],
    ]);
    expect(duet.inputs.demo).toBe(false);
    expect(duet.voices[0]?.midi?.[0]?.port).toBe("IAC");
    const pair = Show.parse({
      voices: [
        { name: "left", kind: "live" },
        { name: "a", listensTo: ["left"] },
        { name: "b", listensTo: ["left", "a"] },
      ],
    });
    expect(chainOf(applyOptions(pair, { duet: true }))).toEqual([
      ["a", ["b"]],
      ["b", ["a"]],
    ]);
    const alone = Show.parse({
      voices: [
        { name: "left", kind: "live" },
        { name: "a", listensTo: ["left"] },
      ],
    });
    expect(() => applyOptions(alone, { duet: true })).toThrow(/^--duet needs two models that sound/);
  });
});
