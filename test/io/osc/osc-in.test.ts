import { describe, expect, it } from "vitest";
import { orderOf } from "../../../server/io/osc/osc-in.ts";
import { Random } from "../../../shared/chance/random.ts";

describe("an incoming OSC order", () => {
  it.each<[string, unknown[], unknown]>([
    ["/antiphon/set/playing", [1], { do: "start" }],
    ["/antiphon/set/playing", [0], { do: "stop" }],
    ["/antiphon/set/playing", [true], { do: "start" }],
    ["/antiphon/set/tempo", [174.5], { do: "tempo", bpm: 174.5 }],
    ["/antiphon/set/tempo-scale", [2], { do: "tempo-scale", by: 2 }],
    ["/antiphon/set/metre", [7, 8], { do: "metre", numerator: 7, denominator: 8 }],
    ["/antiphon/set/panic", [1], { do: "panic" }],
    ["/antiphon/set/panic", [], { do: "panic" }],
    ["/antiphon/set/model1/temperature", [1.2], { do: "voice", voice: "model1", set: { temperature: 1.2 } }],
    ["/antiphon/set/model1/mute", [1], { do: "voice", voice: "model1", set: { mute: true } }],
    ["/antiphon/set/model1/loop", [0], { do: "voice", voice: "model1", set: { loop: false } }],
    ["/antiphon/set/model1/callBars", [4], { do: "voice", voice: "model1", set: { callBars: 4 } }],
    ["/antiphon/set/model1/responseBars", [0], { do: "voice", voice: "model1", set: { responseBars: "auto" } }],
    ["/antiphon/set/model1/density", [-1], { do: "voice", voice: "model1", set: { density: null } }],
    ["/antiphon/set/model1/mode", [1], { do: "voice", voice: "model1", set: { mode: "along" } }],
    ["/antiphon/set/model1/mode", ["along"], { do: "voice", voice: "model1", set: { mode: "along" } }],
    ["/antiphon/set/model1/mutate", [1], { do: "mutate", voice: "model1" }],
    ["/antiphon/set/model1/end-call", [], { do: "end-call", voice: "model1" }],
    ["/antiphon/set/blackout", [1], { do: "blackout", on: true, seconds: 1 }],
    ["/antiphon/set/blackout", [0, 5], { do: "blackout", on: false, seconds: 5 }],
    ["/antiphon/set/freeze", [1], { do: "freeze", on: true }],
    ["/antiphon/set/flash-limiter", [1], { do: "flash-limiter", on: true }],
    ["/antiphon/set/next", [1], { do: "cue" }],
    ["/antiphon/set/scene", ["tunnel"], { do: "cue", scene: "tunnel" }],
    ["/antiphon/set/scene/glow", [1.5], { do: "scene-parameter", parameter: "glow", value: 1.5 }],
    ["/antiphon/set/scene/glow", [], { do: "scene-parameter", parameter: "glow", value: null }],
    ["/antiphon/set/scene/ink/size", [0.7], { do: "scene-parameter", scene: "ink", parameter: "size", value: 0.7 }],
    ["/antiphon/set/model1/model", [2], { do: "model", voice: "model1", model: 2 }],
    ["/antiphon/set/model1/model", ["models/breaks"], { do: "model", voice: "model1", model: "models/breaks" }],
    ["/antiphon/set/model1/beams", [4], { do: "voice", voice: "model1", set: { beams: 4 } }],
    ["/antiphon/set/intensity", [0.5], { do: "cue", intensity: 0.5 }],
    ["/antiphon/set/director/held", [1], { do: "director", set: { held: true } }],
    ["/antiphon/set/director/restlessness", [0.25], { do: "director", set: { restlessness: 0.25 } }],
    ["/antiphon/set/pass/bloom", [0.5], { do: "pass", pass: "bloom", dose: 0.5 }],
    ["/antiphon/set/pass/bloom", [-1], { do: "pass", pass: "bloom", dose: null }],
    ["/antiphon/set/record", [1], { do: "record", on: true }],
    ["/antiphon/set/record", [0], { do: "record", on: false }],
    ["/antiphon/set/record", [1, "film"], { do: "record", on: true, projector: "film" }],
    ["/antiphon/set/projector/left/brightness", [0], { do: "projector", projector: "left", set: { brightness: 0 } }],
    ["/antiphon/set/projector/left/delay", [-40], { do: "projector", projector: "left", set: { delay: -40 } }],
    ["/antiphon/set/projector/left/mirror", [1], { do: "projector", projector: "left", set: { mirror: true } }],
    ["/antiphon/set/projector/left/pattern", [2], { do: "projector", projector: "left", set: { pattern: "grid" } }],
    [
      "/antiphon/set/projector/left/pattern",
      ["none"],
      { do: "projector", projector: "left", set: { pattern: "none" } },
    ],
    ["/antiphon/set/projector/left/identify", [1], { do: "identify", projector: "left" }],
    ["/antiphon/set/projector/mute", [1], { do: "voice", voice: "projector", set: { mute: true } }],
  ])("%s %j orders %o", (address, given, command) => {
    expect(orderOf(address, given)).toEqual({ kind: "command", command });
  });

  it.each<[string, unknown[]]>([
    ["/antiphon/set/panic", [0]],
    ["/antiphon/set/model1/mutate", [0]],
    ["/antiphon/set/next", [false]],
    ["/antiphon/set/projector/left/identify", [0]],
  ])("%s %j is a release and does nothing", (address, given) => {
    expect(orderOf(address, given)).toEqual({ kind: "release" });
  });

  it.each<[string, unknown[], string]>([
    ["/antiphon/set/tempo", [5], "/antiphon/set/tempo: bpm must be at least 20, not 5"],
    ["/antiphon/set/tempo", [], "/antiphon/set/tempo: bpm is missing: it must be a number"],
    ["/antiphon/set/tempo", ["fast"], 'bpm must be a number, not "fast"'],
    ["/antiphon/set/model1/density", [Number.NaN], "a value must be a number that can be counted, not NaN"],
    ["/antiphon/set/freeze", [Number.POSITIVE_INFINITY], "not Infinity"],
    ["/antiphon/set/model1/mute", ["maybe"], ": mute must be true or false"],
    ["/antiphon/set/record", [], "on is missing: it must be true or false"],
    ["/antiphon/set/record", [1, "../film"], "projector must be a name"],
    ["/antiphon/set/projector/left/pattern", [9], ": pattern must be one of"],
    ["/antiphon/set/projector/left/corners", [1], ": corners must be four places"],
    ["/antiphon/set/projector/<b>/gamma", [2], "projector must be a name"],
    ["/antiphon/set/scene/glow", ["much"], 'value must be a number, not "much"'],
    ["/antiphon/set/model1/model", [true], "model must be a folder, an address, or a place in the list of models"],
  ])("%s %j is refused with a reason", (address, given, reason) => {
    expect(orderOf(address, given)).toEqual({ kind: "refused", reason: expect.stringContaining(reason) });
  });

  it.each([
    ["/antiphon/set/scene/a/b/c", "means nothing; did you mean /antiphon/set/scene?"],
    ["/antiphon/set/projector/left/masks/0", "means nothing; shared/protocol/PROTOCOL.md lists the addresses that do."],
    ["/antiphon/set/explode", "means nothing; shared/protocol/PROTOCOL.md lists the addresses that do."],
    ["/antiphon/set/tempo/now", "means nothing; did you mean /antiphon/set/tempo?"],
    ["/antiphon/set/", "means nothing; shared/protocol/PROTOCOL.md lists the addresses that do."],
    ["/antiphon/set/constructor", "means nothing; shared/protocol/PROTOCOL.md lists the addresses that do."],
    ["/antiphon/settings", "means nothing; shared/protocol/PROTOCOL.md lists the addresses that do."],
    ["/antiphon/derector/held", "means nothing; did you mean /antiphon/set/director/held?"],
    ["/antiphon/set/projector/left/briteness", "means nothing; did you mean /antiphon/set/projector/left/brightness?"],
    ["/antiphon/set/panik", "means nothing; did you mean /antiphon/set/panic?"],
    ["/antiphon/set/hihat", "means nothing; did you mean /antiphon/play/closed_hat?"],
    ["/antiphon/model1/kick", "means nothing; did you mean /antiphon/play/kick?"],
    ["/antiphon/play/bd", "plays nothing; did you mean kick?"],
    ["/antiphon/play/tom1", "plays nothing; did you mean high_tom?"],
    ["/antiphon/play/Floor Tom", "plays nothing; did you mean low_tom?"],
    ["/antiphon/play/snaer", "plays nothing; did you mean snare?"],
    ["/antiphon/play", "plays nothing; the drums are kick, snare, "],
    ["/antiphon/play/zither", "plays nothing; the drums are kick, snare, "],
    ["/antiphon/play/*", "is a pattern, which is not read here"],
    ["/antiphon/set/{model1,model2}/mute", "is a pattern, which is not read here"],
    ["/antiphon/", "means nothing; shared"],
  ])("%s %s", (address, sentence) => {
    expect(orderOf(address, [1])).toEqual({
      kind: "unknown",
      sentence: expect.stringContaining(`${address} ${sentence}`),
    });
  });

  it.each(["/antiphon/play/kick", "/composition/layers/1/clear", "", "/antiphone/play/hihat"])(
    "%s is no order",
    (address) => {
      expect(orderOf(address, [1])).toEqual({ kind: "other" });
    },
  );

  it("names a scene by its name or by its number", () => {
    const numbered = { scenes: ["antiphony", "bricks", "terrain", "architecture"] };
    const ordered = (scene: unknown) => orderOf("/antiphon/set/scene", [scene], { numbered });
    const cue = (scene: string) => ({ kind: "command", command: { do: "cue", scene } });
    expect([3, 2.0001, 0, "ink", 40].map(ordered)).toEqual(
      ["architecture", "terrain", "antiphony", "ink", "40"].map(cue),
    );
  });

  it("without type tags is read where it needs no value, and refused where it needs one", () => {
    expect(orderOf("/antiphon/set/panic", [], { untyped: true })).toEqual({
      kind: "command",
      command: { do: "panic" },
    });
    expect(orderOf("/antiphon/set/panic", [0], { untyped: true })).toEqual({ kind: "release" });
    for (const address of ["/antiphon/set/tempo", "/antiphon/set/freeze", "/antiphon/set/scene/glow"])
      expect(orderOf(address, [], { untyped: true })).toEqual({
        kind: "refused",
        reason: expect.stringContaining("no type tags"),
      });
  });

  it("never throws, whatever its words", () => {
    const random = new Random(11);
    const words = [
      "antiphon",
      "set",
      "play",
      "tempo",
      "model1",
      "mute",
      "pass",
      "director",
      "__proto__",
      "toString",
      "",
      "\u0000",
    ];
    const given: unknown[][] = [
      [],
      [0],
      [1],
      [Number.NaN],
      [Number.POSITIVE_INFINITY],
      ["x".repeat(1000)],
      [true, 2, "3"],
    ];
    for (let i = 0; i < 5000; i++) {
      const address = `/${Array.from({ length: random.integer(6) }, () => words[random.integer(words.length)]).join("/")}`;
      expect(orderOf(address, given[random.integer(given.length)]!)).toHaveProperty("kind");
    }
  });
});
