import { describe, expect, it } from "vitest";
import { type Drum, drumIndex } from "../../../shared/music/drums.ts";
import type { Remembered } from "../../../shared/music/remembered.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { scene as portrait } from "../../../visuals/scenes/portrait/index.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandScore } from "../../helpers/band-score.ts";
import { ROCK, rememberedOf } from "../../helpers/remembered-of.ts";
import { bandOfFour, SceneRoom, START } from "../../helpers/scene-room.ts";

const at = (performance: Performance, moment: number): void => performance.moveTo(ms(moment), ms(20), ms(20));
const sureOf = (performance: Performance, drum: Drum, place: number, voice = 0): number =>
  performance.frame.voices[voice]?.remembered?.sureness(drumIndex(drum), place) ?? Number.NaN;

const room = (memories: readonly Remembered[] = []): Performance => {
  const performance = new Performance(() => {});
  performance.welcome({ ...bandOfFour(), remembered: memories });
  return performance;
};

describe("what is remembered, on a page", () => {
  const first = rememberedOf("drummer", START + 2000, { kick: { 0: 0.5 } });
  const second = rememberedOf("drummer", START + 4000, { kick: { 0: 1 }, ride: { 15: 0.4 } });

  it("passes from bar to bar from its moment on, by time alone, also where it is told late", () => {
    const [all, joined] = [room(), room([first, second])];
    at(all, START + 1000);
    expect(all.frame.voices[0]?.remembered).toBeNull();
    all.setRemembered([first]);
    at(all, START + 1500);
    expect(sureOf(all, "kick", 0)).toBe(0);
    at(all, START + 3500);
    expect(sureOf(all, "kick", 0)).toBe(0.5);
    expect(sureOf(all, "snare", 0)).toBe(0);
    all.setRemembered([second, first]);
    for (const performance of [all, joined]) at(performance, START + 4300);
    expect(sureOf(all, "kick", 0)).toBeGreaterThan(0.55);
    expect(sureOf(all, "kick", 0)).toBeLessThan(0.95);
    expect(sureOf(joined, "kick", 0)).toBe(sureOf(all, "kick", 0));
    at(all, START + 6000);
    expect(sureOf(all, "kick", 0)).toBe(1);
    expect(sureOf(all, "ride", 15)).toBe(0.4);
    expect(all.frame.voices[0]?.remembered).toMatchObject({ steps: 512, stepsPerBar: 16 });
    expect(all.frame.voices[1]?.remembered).toBeNull();
  });

  it("is gone when it is forgotten, and in another metre one goes before the other comes", () => {
    const performance = room([second]);
    performance.setRemembered([rememberedOf("drummer", START + 6000, { kick: { 0: 1 } }, { stepsPerBar: 12 })]);
    const places = new Set<number>();
    for (let moment = START + 5900; moment <= START + 7000; moment += 25) {
      at(performance, moment);
      const { stepsPerBar = 0 } = performance.frame.voices[0]?.remembered ?? {};
      places.add(stepsPerBar);
      expect(sureOf(performance, "kick", 0)).toBeLessThanOrEqual(1);
      if (stepsPerBar === 12) expect(sureOf(performance, "kick", 15)).toBe(0);
    }
    expect([...places]).toEqual([16, 12]);
    expect(sureOf(performance, "kick", 0)).toBe(1);
    performance.setRemembered([rememberedOf("drummer", START + 8000, {}, { steps: 0, stepsPerBar: 12 })]);
    at(performance, START + 10_000);
    expect(sureOf(performance, "kick", 0)).toBe(0);
    expect(performance.frame.voices[0]?.remembered?.steps).toBe(0);
  });

  it("stays as it was while the picture stands still, and is the newest when it goes on", () => {
    const performance = room([second]);
    performance.standsAt = ms(START + 6000);
    at(performance, START + 6500);
    for (let bar = 0; bar < 400; bar++) {
      performance.setRemembered([rememberedOf("drummer", START + 7000 + 2000 * bar, { kick: { 0: bar / 400 } })]);
      at(performance, START + 7000 + 2000 * bar);
      expect(sureOf(performance, "kick", 0)).toBe(1);
    }
    performance.standsAt = null;
    at(performance, START + 900_000);
    expect(sureOf(performance, "kick", 0)).toBe(399 / 400);
  });
});

describe("the portrait", () => {
  const notes = bandScore(3, [
    [1, 0.2, 0, 0.4],
    [0.3, 1, 0, 0.4],
    [0.3, 0, 1, 0.4],
  ]);
  const memories = [rememberedOf("drummer", START + 2000, ROCK), rememberedOf("drummer", START + 4000, ROCK)];

  const roomAt = (told: readonly Remembered[], until: number, spacing = 20, joins: Ms = ms(0)): SceneRoom => {
    const performance: Performance = new Performance((note, moment, voice) => page.scene.hit(note, moment, voice));
    performance.welcome(bandOfFour());
    const page = new SceneRoom(portrait, 1, performance);
    performance.add(notes);
    if (joins > 0) page.run(joins, spacing);
    performance.setRemembered(told);
    page.run(until, spacing);
    return page;
  };
  const same = (one: SceneRoom, other: SceneRoom): boolean => {
    const [numbers, others] = [one.state(), other.state()];
    return numbers.length === others.length && numbers.every((value, i) => Object.is(value, others[i]));
  };

  it("shows what is remembered, the same on every page, however many frames it draws and however late it hears of it", () => {
    const picture = roomAt(memories, 4700);
    expect(same(roomAt(memories, 4700, 61), picture)).toBe(true);
    expect(same(roomAt(memories, 4700, 20, ms(4690)), picture)).toBe(true);
    expect(same(roomAt([], 4700), picture)).toBe(false);
    const surer = rememberedOf("drummer", START + 4000, { ...ROCK, ride: { 3: 0.9 } });
    expect(same(roomAt([...memories.slice(0, 1), surer], 4700), picture)).toBe(false);
  });

  it("looks as before where nothing is remembered, or all of it was forgotten", () => {
    const forgotten = rememberedOf("drummer", START + 2000, {}, { steps: 0 });
    expect(same(roomAt([rememberedOf("drummer", START, ROCK), forgotten], 4700), roomAt([], 4700))).toBe(true);
  });

  it("goes by the memory of whoever plays live, and bears bars of 256 places with everything sure", () => {
    const stepsPerBar = 256;
    const sureness = new Array<number>(9 * stepsPerBar).fill(1);
    const full = roomAt([rememberedOf("drummer", START + 500, {}, { stepsPerBar, sureness })], 3000);
    expect(full.state().every(Number.isFinite)).toBe(true);
    expect(same(roomAt([rememberedOf("model1", START + 500, ROCK)], 3000), roomAt([], 3000))).toBe(true);
  });
});
