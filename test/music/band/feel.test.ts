import { describe, expect, it } from "vitest";
import { patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { Feel, type ModelFeel } from "../../../server/music/band/feel/feel.ts";
import type { HeardHit, StepPlace } from "../../../server/music/band/feel/heard-hit.ts";
import { PLAIN_FEEL } from "../../../server/music/band/feel/plain-feel.ts";
import type { Touch } from "../../../server/music/band/feel/touch.ts";
import { readFeel } from "../../../server/music/rhythm/checkpoint/read-feel.ts";
import { Random } from "../../../shared/chance/random.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const KICK = 0;
const SNARE = 1;
const HAT = 2;
const RIDE = 8;

const LEARNT: ModelFeel = { table: PLAIN_FEEL, learnt: (await readFeel("models/groove")).feel };

const placeOf = (step: number, bar = 16): StepPlace => ({ step, stepInBar: step % bar, stepsPerBar: bar });
const hit = (drum: number, velocity: number, offset = 0): HeardHit => ({ drum, velocity, offset, ornament: null });

/** Has the feel hear `bars` bars, each made by `play`. */
const hear = (feel: Feel, bars: number, play: (stepInBar: number) => HeardHit[], bar = 16, from = 0): void => {
  for (let step = from; step < from + bars * bar; step++) feel.learn(placeOf(step, bar), play(step % bar));
};

/** How the feel would play `drum` in the step, alone. */
const touch = (feel: Feel, drum: number, place: StepPlace): Touch => {
  const hand = feel.hand();
  return hand.touch(drum, place, 1 << drum, hand.line);
};

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("feel by a table", () => {
  it("before anything was heard it is the table's", () => {
    expect(touch(new Feel(null), RIDE, placeOf(5))).toEqual({
      velocity: 92,
      velocitySd: 10,
      offset: 0,
      offsetSd: 0.03,
    });
  });

  it("moves towards the drummer, for each drum and place in the bar", () => {
    const feel = new Feel(null);
    const random = new Random(7);
    hear(feel, 40, (step) => {
      if (step % 4 === 0) return [hit(HAT, 110 + random.gaussian(), 0.02)];
      return step % 2 === 0 ? [hit(HAT, 50 + random.gaussian(), 0.2)] : [];
    });
    const [beat, between] = [touch(feel, HAT, placeOf(644)), touch(feel, HAT, placeOf(646))];
    expect(beat.velocity).toBeGreaterThan(between.velocity + 45);
    expect(Math.abs(beat.velocity - 110)).toBeLessThan(8);
    expect(Math.abs(between.offset - 0.2)).toBeLessThan(0.03);
  });

  it("a drum never touched takes over how loud the drummer plays overall", () => {
    const feel = new Feel(null);
    hear(feel, 50, (step) => (step === 4 ? [hit(SNARE, 40)] : []));
    expect(touch(feel, KICK, placeOf(800)).velocity).toBeLessThan(60);
  });

  it("forgets: after a change of player the new one's feel wins", () => {
    const feel = new Feel(null);
    hear(feel, 500, (step) => (step === 4 ? [hit(SNARE, 40)] : []));
    hear(feel, 500, (step) => (step === 4 ? [hit(SNARE, 120)] : []), 16, 8000);
    expect(touch(feel, SNARE, placeOf(16004)).velocity).toBeGreaterThan(115);
  });

  it("another model's table is moved by what was heard before it came", () => {
    const feel = new Feel(null);
    hear(feel, 50, (step) => (step === 4 ? [hit(SNARE, 40)] : []));
    feel.follow({ table: { ...PLAIN_FEEL, velocityMean: PLAIN_FEEL.velocityMean.map(() => 120) }, learnt: null });
    expect(touch(feel, SNARE, placeOf(804)).velocity).toBeLessThan(60);
  });
});

describe("feel that was learnt", () => {
  /** Eighths on the hat, backbeats on the snare, ghost notes around them. */
  const backbeat = (step: number): HeardHit[] => [
    ...(step % 8 === 0 ? [hit(KICK, 90)] : []),
    ...(step === 4 || step === 12 ? [hit(SNARE, 118)] : step === 7 || step === 9 ? [hit(SNARE, 28)] : []),
    ...(step % 2 === 0 ? [hit(HAT, 60)] : []),
  ];

  it("answers accents on 2 and 4 with accents on 2 and 4, and ghosts with ghosts, after four bars", () => {
    const feel = new Feel(LEARNT);
    hear(feel, 4, backbeat);
    for (const accent of [68, 76]) expect(touch(feel, SNARE, placeOf(accent)).velocity).toBeGreaterThan(95);
    for (const ghost of [71, 73]) expect(touch(feel, SNARE, placeOf(ghost)).velocity).toBeLessThan(55);
  });

  it("a snare that is late stays late, and the hat beside it stays where it is", () => {
    const feel = new Feel(LEARNT);
    hear(feel, 4, (step) => backbeat(step).map((each) => (each.drum === SNARE ? { ...each, offset: 0.2 } : each)));
    expect(touch(feel, SNARE, placeOf(68)).offset).toBeGreaterThan(0.1);
    expect(Math.abs(touch(feel, HAT, placeOf(66)).offset)).toBeLessThan(0.08);
  });

  it("counts in the metre that is on: an accent of a bar of 5/4 comes again where it was", () => {
    const feel = new Feel(LEARNT);
    hear(feel, 6, (step) => (step % 2 === 0 ? [hit(HAT, step === 14 ? 115 : 50)] : []), 20);
    expect(touch(feel, HAT, placeOf(134, 20)).velocity).toBeGreaterThan(
      touch(feel, HAT, placeOf(136, 20)).velocity + 25,
    );
  });

  it("what is heard after a step was asked for changes nothing in it", () => {
    const feel = new Feel(LEARNT);
    hear(feel, 4, backbeat);
    const hand = feel.hand();
    const before = hand.touch(SNARE, placeOf(68), 1 << SNARE, hand.line);
    hear(feel, 4, (step) => backbeat(step).map((each) => ({ ...each, velocity: 10 })), 16, 64);
    expect(hand.touch(SNARE, placeOf(68), 1 << SNARE, hand.line)).toEqual(before);
    expect(touch(feel, SNARE, placeOf(132)).velocity).toBeLessThan(before.velocity - 20);
  });

  it("is never silent, never beyond MIDI, never far from its step, whoever played before", () => {
    const random = new Random(3);
    const feel = new Feel(LEARNT);
    hear(feel, 20, () =>
      Array.from({ length: 9 }, (_, drum) => hit(drum, random.next() < 0.5 ? 1 : 127, random.next() - 0.5)),
    );
    for (let step = 320; step < 400; step++)
      for (let drum = 0; drum < 9; drum++) {
        const { velocity, velocitySd, offset, offsetSd } = touch(feel, drum, placeOf(step));
        expect(velocity >= 1 && velocity <= 127 && Math.abs(offset) <= 0.5).toBe(true);
        expect(velocitySd > 0 && velocitySd <= 32 && offsetSd > 0 && offsetSd <= 0.15).toBe(true);
      }
  });

  it("after a jump of the transport it still knows the drummer", () => {
    const feel = new Feel(LEARNT);
    hear(feel, 8, backbeat, 16, 1600);
    feel.reseat();
    const { velocity } = touch(feel, SNARE, placeOf(4));
    expect(velocity).toBeGreaterThan(touch(feel, SNARE, placeOf(7)).velocity + 25);
  });
});

describe("feel in the band", () => {
  it("responses take the drummer's loudness and lateness, but the first hit stays on the line", async () => {
    const quiet = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1, ornaments: 0 } },
    ]);
    const bar = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? patternOf("snare") : SILENCE));
    quiet.transport.start();
    for (let i = 0; i < 12; i++) await quiet.play(bar, i * 16, 0.2, 35);
    const notes = quiet.notesOf("model1").slice(-16);
    expect(mean(notes.map((note) => note.velocity))).toBeLessThan(50);
    const offsets = notes.map((note) => note.beat * 4 - Math.round(note.beat * 4));
    expect(mean(offsets)).toBeGreaterThan(0.1);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(offsets[0]).toBe(0);
    expect(new Set(notes.map((note) => note.velocity)).size).toBeGreaterThan(3);
  });

  const answerOf = async (feel: ModelFeel, velocityOf: (step: number) => number, before = 90): Promise<number[]> => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 32, feel, settings: { callBars: 2, ornaments: 0 } },
    ]);
    room.transport.start();
    for (let step = 0; step < 96; step++) {
      await room.goTo(step);
      const isTurn = Math.floor(step / 32) % 2 === 0;
      if (isTurn && step % 2 === 0)
        room.hit(step % 8 === 4 ? "snare" : "closed_hat", step < 64 ? before : velocityOf(step - 64));
    }
    await room.goTo(128);
    return room
      .notesOf("model1")
      .filter(({ beat }) => beat > 23.9)
      .map(({ velocity }) => velocity);
  };

  it.each([
    ["a table", null],
    ["what was learnt", LEARNT],
  ])("an answer is as loud as its call, by %s", async (_, feel) => {
    const own = feel ?? { table: null, learnt: null };
    const soft = await answerOf(own, () => 30);
    const loud = await answerOf(own, () => 122);
    expect(soft).toHaveLength(16);
    expect(Math.abs(mean(soft) - 30)).toBeLessThan(10);
    expect(Math.abs(mean(loud) - 122)).toBeLessThan(10);
  });

  it("a crescendo is answered with a crescendo", async () => {
    const rising = await answerOf(LEARNT, (step) => 30 + 2.5 * step);
    expect(mean(rising.slice(-5))).toBeGreaterThan(mean(rising.slice(0, 5)) + 25);
  });

  it("plays the same notes again for the same playing and seed, in whatever time its network answers", async () => {
    const play = async (latency: number) => {
      const room = new BandRoom([
        { name: "drummer" },
        { name: "model1", listensTo: ["drummer"], lag: 16, feel: LEARNT, settings: { callBars: 1 } },
      ]);
      room.voice("model1").delayMs = latency;
      const bar = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? patternOf("snare", "kick") : SILENCE));
      room.transport.start();
      for (let i = 0; i < 6; i += 2) await room.play(bar, i * 16, 0.1, 60 + i);
      await room.goTo(96);
      return room.notesOf("model1").map(({ beat, drum, velocity, duration }) => ({ beat, drum, velocity, duration }));
    };
    const notes = await play(0);
    expect(notes.length).toBeGreaterThan(40);
    expect(await play(20)).toEqual(notes);
  });
});
