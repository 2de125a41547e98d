import { describe, expect, it } from "vitest";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const KICK = patternOf("kick");
const BAR: Pattern[] = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? KICK : SILENCE));

const watchedDuo = (): BandRoom => {
  const room = new BandRoom([{ name: "drummer" }, { name: "model1", listensTo: ["drummer"] }]);
  room.voice("model1").watched = true;
  room.transport.start();
  return room;
};

describe("the minds of a band", () => {
  it("are told when a step is heard, half a step after it, and ahead of every step that is played", async () => {
    const room = watchedDuo();
    await room.play([...BAR, ...BAR], 0);
    await room.goTo(34);
    const heard = room.minds.filter(({ played }) => !played);
    expect(heard.map(({ step }) => step)).toEqual(Array.from({ length: 32 }, (_, step) => step));
    expect(heard.map(({ step, beat }) => beat * 4 - step)).toEqual(heard.map(() => 0.5));
    expect(heard.map(({ cells }) => cells[0])).toEqual([...BAR, ...BAR]);
    const played = room.minds.filter((mind) => mind.played);
    expect(played.map(({ step }) => step)).toEqual(Array.from({ length: played.length }, (_, i) => 32 + i));
    expect(played.length).toBeGreaterThan(8);
    expect(played.every(({ step, beat }) => beat * 4 === step)).toBe(true);
  });

  it("are void with the steps that are taken back, and told anew with what is played instead", async () => {
    const room = watchedDuo();
    await room.play([...BAR, ...BAR], 0);
    await room.goTo(36.2);
    const before = room.minds.length;
    room.band.set("model1", { temperature: 2 });
    await room.goTo(36.4);
    expect(room.forgotten.at(-1)).toEqual({ voice: "model1", step: 37 });
    expect(room.minds[before]).toMatchObject({ voice: "model1", step: 37, played: true });
    room.band.panic();
    expect(room.forgotten.at(-1)).toEqual({ voice: "model1", step: Number.NEGATIVE_INFINITY });
  });
});
