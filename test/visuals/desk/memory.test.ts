import { describe, expect, it } from "vitest";
import type { Gain } from "../../../shared/music/gains.ts";
import { gainCurve, gainWords } from "../../../visuals/desk/gain-curve.ts";
import { forgetWords, rememberedWords } from "../../../visuals/desk/remembered-words.ts";
import { ROCK, rememberedOf } from "../../helpers/remembered-of.ts";

const gains = (voice: string, values: readonly number[], every = 1000): Gain[] =>
  values.map((gain, i) => ({ voice, at: i * every, gain }));
const pointsOf = (path: string): number[][] =>
  path
    .slice(1)
    .split("L")
    .map((point) => point.split(" ").map(Number));

describe("what memory does for a voice", () => {
  it("is said in words", () => {
    expect(gainWords(0.4167)).toBe("memory saves 0.42 nats a step");
    expect(gainWords(-0.05)).toBe("memory costs 0.05 nats a step");
    expect(gainWords(-0.001)).toBe("memory makes no difference");
    expect(gainWords(null)).toBe("memory: nothing heard yet");
    expect(gainWords(undefined)).toBe("memory: nothing heard yet");
  });

  it("is a curve by time from side to side, up where more is saved, of this voice alone", () => {
    const all = [
      ...gains("model1", [0, -0.5, 1.5]),
      ...gains("model2", [9, 9]),
      { voice: "model1", at: 4000, gain: 0.5 },
    ];
    const curve = gainCurve(all, "model1", 100, 40);
    expect(curve && pointsOf(curve.path)).toEqual([
      [0, 30],
      [25, 40],
      [50, 0],
      [100, 20],
    ]);
    expect(curve?.zero).toBe(30);
  });

  it("that is hardly anything looks so, and a single moment is no curve", () => {
    const curve = gainCurve(gains("model1", [0.01, 0.03, 0.02]), "model1", 100, 40);
    for (const [, down = 0] of pointsOf(curve?.path ?? "")) expect(down).toBeGreaterThan(38);
    expect(gainCurve(gains("model1", [1]), "model1", 100, 40)).toBeNull();
    expect(gainCurve(gains("model1", [1, 2], 0), "model1", 100, 40)).toBeNull();
    expect(gainCurve([], "model1", 100, 40)).toBeNull();
  });
});

describe("what is remembered of a voice", () => {
  it("is counted in bars of its metre, and what is sure in hits", () => {
    expect(rememberedWords(rememberedOf("drummer", 0, ROCK, { steps: 432 }))).toBe(
      "remembers 27 bars · sure of 11 hits a bar",
    );
    expect(rememberedWords(rememberedOf("drummer", 0, { kick: { 0: 0.8 } }, { steps: 12, stepsPerBar: 12 }))).toBe(
      "remembers 1 bar · sure of 1 hit a bar",
    );
    expect(rememberedWords(rememberedOf("drummer", 0, {}, { steps: 3 }))).toBe("remembers 1 bar");
    expect(rememberedWords(rememberedOf("drummer", 0, {}, { steps: 0 }))).toBe("nothing remembered yet");
    expect(rememberedWords(null)).toBe("nothing remembered yet");
  });

  it("is named before it is lost", () => {
    expect(forgetWords(rememberedOf("drummer", 0, ROCK, { steps: 432 }))).toBe("Forget 27 bars?");
    expect(forgetWords(null)).toBe("Forget?");
  });
});
