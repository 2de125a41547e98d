import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { replayPosition } from "../../../visuals/desk/replay-position.ts";
import { barAt, ticksOf } from "../../../visuals/take/axis.ts";
import { differencesOf, figuresOf } from "../../../visuals/take/figures.ts";
import { moved, placeIn, wholeBars, zoomed } from "../../../visuals/take/part.ts";
import { plotsOf, stripPath } from "../../../visuals/take/plots.ts";
import { sceneSpans } from "../../../visuals/take/scene-spans.ts";
import { eveningTake } from "../../helpers/evening-take.ts";
import { summedTake } from "../../helpers/summed-take.ts";

const SECONDS = 120;

describe("what a take's page shows", async () => {
  const one = await summedTake(eveningTake(1, SECONDS));
  const other = await summedTake(eveningTake(2, SECONDS));
  const random = new Random(5, "parts");

  it("stays within the take, however it is zoomed and moved", () => {
    let part = { from: 0, to: SECONDS };
    for (let turn = 0; turn < 500; turn++) {
      const about = part.from + random.next() * (part.to - part.from);
      const next = zoomed(part, about, 0.3 + 2 * random.next(), SECONDS);
      // The moment under the pointer stays there, unless an end of the take is reached.
      if (next.from > 0 && next.to < SECONDS) expect(placeIn(next, about)).toBeCloseTo(placeIn(part, about), 6);
      part = moved(next, (random.next() - 0.5) * 60, SECONDS);
      expect(part.from).toBeGreaterThanOrEqual(0);
      expect(part.to).toBeLessThanOrEqual(SECONDS + 1e-9);
      expect(part.to - part.from).toBeGreaterThanOrEqual(1 - 1e-9);
    }
  });

  it("chooses whole bars that hold what was dragged over, from either side", () => {
    for (let turn = 0; turn < 200; turn++) {
      const [a, b] = [random.next() * SECONDS, random.next() * SECONDS];
      const part = wholeBars(a, b, one.slices.seconds, SECONDS);
      expect(wholeBars(b, a, one.slices.seconds, SECONDS)).toEqual(part);
      expect(part.from).toBeLessThanOrEqual(Math.min(a, b));
      expect(part.to).toBeGreaterThanOrEqual(Math.max(a, b));
      expect(one.slices.seconds).toContain(part.from);
      expect([...one.slices.seconds, SECONDS]).toContain(part.to);
      expect(part.to).toBeGreaterThan(part.from);
    }
  });

  it("numbers no more bar lines than there is room for, evenly", () => {
    for (const most of [3, 7, 20, 100]) {
      const ticks = ticksOf(one, { from: 0, to: SECONDS }, most);
      expect(ticks.length).toBeLessThanOrEqual(most);
      expect(ticks.length).toBeGreaterThan(0);
      const gaps = ticks.slice(1).map(({ bar }, i) => bar - (ticks[i]?.bar ?? 0));
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
      for (const { bar, seconds } of ticks) expect(barAt(one, seconds + 0.001)).toBe(bar);
      // Beside a take that is four times as long it has a quarter of the room.
      expect(ticksOf(one, { from: 0, to: 4 * SECONDS }, most).length).toBeLessThanOrEqual(Math.max(1, most / 4));
    }
  });

  it("has a curve for whoever plays, in bounds, and surprise with memory where the log has it", () => {
    const plots = plotsOf(one);
    expect(plots.map(({ name }) => name)).toEqual(["density", "loudness", "surprise", "tempo", "timing"]);
    for (const { curves, min, max } of plots) {
      expect(max).toBeGreaterThan(min);
      for (const { path } of curves)
        for (const [, height] of path.matchAll(/[ML][\d.]+ (-?[\d.]+)/g)) {
          expect(Number(height)).toBeGreaterThanOrEqual(0);
          expect(Number(height)).toBeLessThanOrEqual(1);
        }
    }
    const surprise = (summary: typeof one) =>
      plotsOf(summary)
        .find(({ name }) => name === "surprise")
        ?.curves.map(({ look }) => look) ?? [];
    expect(surprise(one)).toContain("dashed");
    const without = { ...one, answers: one.answers.map((each) => ({ ...each, responseSurpriseWithMemory: null })) };
    expect(surprise(without)).not.toContain("dashed");
    expect(surprise(without)).toContain("dots");
  });

  it("draws a stroke for each drum of each part, and scenes without a gap", () => {
    for (const voice of one.voices) {
      const drums = voice.strip.reduce((sum, bits) => sum + bits.toString(2).replaceAll("0", "").length, 0);
      expect(stripPath(voice, one.seconds).split("M").length - 1).toBe(drums);
    }
    const spans = sceneSpans(one);
    expect(spans.length).toBeGreaterThan(2);
    for (const [i, { to }] of spans.entries()) expect(to).toBe(spans[i + 1]?.from ?? one.seconds);
  });

  it("tells two takes apart in figures, and one from itself by nothing", () => {
    for (const { difference } of differencesOf(one, one)) expect(difference === null || difference === 0).toBe(true);
    const forth = differencesOf(one, other);
    const back = differencesOf(other, one);
    for (const { name, difference } of forth) {
      const reverse = back.find((figure) => figure.name === name)?.difference ?? null;
      expect(difference === null ? reverse : (difference ?? 0) + (reverse ?? 0)).toBe(difference === null ? null : 0);
    }
    const notes = forth.find(({ name }) => name === "drummer: notes");
    expect(notes?.one).not.toBe(notes?.other);
  });

  it("finds the drift of a tempo that rises steadily", () => {
    const seconds = Array.from({ length: 60 }, (_, i) => i * 2);
    const rising = { ...one, slices: { ...one.slices, seconds, tempo: seconds.map((moment) => 100 + moment / 20) } };
    const drift = figuresOf(rising).find(({ name }) => name === "drift of the tempo");
    expect(drift?.value).toBeCloseTo(3, 6);
    expect(figuresOf(one).find(({ name }) => name === "drift of the tempo")?.value).toBeCloseTo(0, 2);
  });
});

describe("where a take that is played is", () => {
  const state = { take: "a", manner: "as-it-was", seconds: 10, at: 1000, speed: 0.5, paused: false } as const;

  it("goes on at its speed to its end, round in a loop, and stands while it is paused", () => {
    const whole = { ...state, length: 20, loop: null };
    expect(replayPosition(whole, 3000)).toBe(11);
    expect(replayPosition(whole, 100_000)).toBe(20);
    expect(replayPosition({ ...whole, paused: true }, 3000)).toBe(10);
    expect(replayPosition({ ...whole, loop: { from: 10, to: 12 } }, 6000)).toBeCloseTo(10.5, 9);
  });
});
