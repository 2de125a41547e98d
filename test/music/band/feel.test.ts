import { describe, expect, it } from "vitest";
import { patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { Feel } from "../../../server/music/band/feel.ts";
import { PLAIN_FEEL } from "../../../server/music/band/plain-feel.ts";
import { Random } from "../../../shared/chance/random.ts";
import { BandRoom } from "../../helpers/band-room.ts";

describe("feel", () => {
  it("before anything was heard it is the table's", () => {
    expect(new Feel(PLAIN_FEEL).touch("ride", 5)).toEqual({ velocity: 92, velocitySd: 10, offset: 0, offsetSd: 0.03 });
  });

  it("moves towards the drummer, for each drum and place in the bar", () => {
    const feel = new Feel(PLAIN_FEEL);
    const random = new Random(7);
    for (let bar = 0; bar < 40; bar++) {
      for (const step of [0, 4, 8, 12]) feel.learn("closed_hat", step, 110 + random.gaussian(), 0.02);
      for (const step of [2, 6, 10, 14]) feel.learn("closed_hat", step, 50 + random.gaussian(), 0.2);
    }
    expect(feel.touch("closed_hat", 4).velocity).toBeGreaterThan(feel.touch("closed_hat", 6).velocity + 45);
    expect(Math.abs(feel.touch("closed_hat", 4).velocity - 110)).toBeLessThan(8);
    expect(Math.abs(feel.touch("closed_hat", 6).offset - 0.2)).toBeLessThan(0.03);
  });

  it("a drum never touched takes over how loud the drummer plays overall", () => {
    const feel = new Feel(PLAIN_FEEL);
    for (let i = 0; i < 50; i++) feel.learn("snare", 4, 40, 0);
    expect(feel.touch("kick", 0).velocity).toBeLessThan(60);
  });

  it("forgets: after a change of player the new one's feel wins", () => {
    const feel = new Feel(PLAIN_FEEL);
    for (let i = 0; i < 500; i++) feel.learn("snare", 4, 40, 0);
    for (let i = 0; i < 500; i++) feel.learn("snare", 4, 120, 0);
    expect(feel.touch("snare", 4).velocity).toBeGreaterThan(115);
  });

  it("responses take the drummer's loudness and lateness, but the first hit stays on the line", async () => {
    const quiet = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1 } },
    ]);
    const bar = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? patternOf("snare") : SILENCE));
    quiet.transport.start();
    for (let i = 0; i < 12; i++) await quiet.play(bar, i * 16, 0.2, 35);
    const notes = quiet.notesOf("model1").slice(-16);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(notes.map((note) => note.velocity))).toBeLessThan(50);
    const offsets = notes.map((note) => note.beat * 4 - Math.round(note.beat * 4));
    expect(mean(offsets)).toBeGreaterThan(0.1);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(offsets[0]).toBe(0);
    expect(new Set(notes.map((note) => note.velocity)).size).toBeGreaterThan(3);
  });
});
