import { describe, expect, it } from "vitest";
import { beats, ms } from "../../../shared/time/units.ts";
import { positionAt, progressOf } from "../../../visuals/desk/position.ts";
import { snapshot, voiceState } from "../../helpers/snapshot.ts";

const { transport } = snapshot();
const FOUR = { numerator: 4, denominator: 4 };
const SEVEN = { numerator: 7, denominator: 8 };

describe("a position", () => {
  it.each([
    [0, FOUR, 1, 1],
    [3.99, FOUR, 1, 4],
    [4, FOUR, 2, 1],
    [-0.5, FOUR, 0, 4],
    [3.5, SEVEN, 2, 1],
    [3.25, SEVEN, 1, 7],
  ])("of beat %s in %o is bar %s, count %s", (beat, metre, bar, count) => {
    expect(positionAt(beats(beat), metre)).toMatchObject({ bar, count });
  });
});

describe("the progress of a voice", () => {
  // At 120 a bar of 4/4 lasts two seconds.
  it("is nothing while it is idle", () => {
    expect(progressOf(voiceState("a"), transport, ms(500))).toEqual({ text: "idle", done: 0 });
  });

  it("is how much of its response it has played", () => {
    const voice = voiceState("a", { phase: "responding", phaseFrom: 16, phaseUntil: 48 });
    expect(progressOf(voice, transport, ms(3000))).toEqual({ text: "answering, bar 1 of 2", done: 0.25 });
    expect(progressOf(voice, transport, ms(4500))).toEqual({ text: "answering, bar 2 of 2", done: 0.625 });
    expect(progressOf(voice, transport, ms(99_000)).done).toBe(1);
  });

  it("is how much of the call it has heard, or of the bar when the call has no length", () => {
    const voice = voiceState("a", { phase: "listening", phaseFrom: 0 });
    expect(progressOf(voice, transport, ms(3000))).toEqual({ text: "listening, bar 2 of 2", done: 0.75 });
    const auto = { ...voice, settings: { ...voice.settings, callBars: "auto" as const } };
    expect(progressOf(auto, transport, ms(5000))).toEqual({ text: "listening, bar 3", done: 0.5 });
  });

  it("is how much of the bar is over while it plays along", () => {
    const voice = voiceState("a", { phase: "responding", phaseFrom: 0, phaseUntil: 32 });
    const along = { ...voice, settings: { ...voice.settings, mode: "along" as const } };
    expect(progressOf(along, transport, ms(9000))).toEqual({ text: "playing along", done: 0.5 });
  });

  it("never goes below nothing, when the half step before the bar line already counts as the next", () => {
    const voice = voiceState("a", { phase: "listening", phaseFrom: 16 });
    expect(progressOf(voice, transport, ms(1990))).toEqual({ text: "listening, bar 1 of 2", done: 0 });
  });
});
