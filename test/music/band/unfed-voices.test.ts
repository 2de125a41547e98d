import { describe, expect, it } from "vitest";
import { patternOf } from "../../../server/core/music/pattern.ts";
import { BandRoom, type ChairSpec } from "../../helpers/band-room.ts";

const DUET: readonly ChairSpec[] = [
  { name: "model1", listensTo: ["model2"], settings: { callBars: 1 } },
  { name: "model2", listensTo: ["model1"], settings: { callBars: 1 } },
];

const playing = (chairs: readonly ChairSpec[]): BandRoom => {
  const room = new BandRoom(chairs);
  for (const voice of room.voices.values()) voice.always = patternOf("kick");
  room.transport.start();
  return room;
};

/** The bars in which a voice plays, from 0. */
const barsOf = (room: BandRoom, voice: string): number[] => [
  ...new Set(room.stepsOf(voice).map((step) => Math.floor(step / 16))),
];

const phasesOf = (room: BandRoom): string[] => room.band.states().map(({ phase }) => phase);

describe("models that hear only one another", () => {
  it("begin by themselves on the next bar line, and take turns for as long as they are let", async () => {
    const room = playing(DUET);
    await room.goTo(15.6);
    expect(room.notesOf("model1")[0]?.beat).toBe(4);
    await room.goTo(16 * 200 + 8);
    const bars = Array.from({ length: 200 }, (_, bar) => bar + 1);
    expect(barsOf(room, "model1")).toEqual(bars.filter((bar) => bar % 2 === 1));
    expect(room.band.states().map(({ responses }) => responses)).toEqual([100, 99]);
  });

  it("stop with the transport, and begin again with it", async () => {
    const room = playing(DUET);
    await room.goTo(40);
    room.transport.stop();
    await room.time.advance(60_000);
    expect(phasesOf(room)).toEqual(["idle", "idle"]);
    const before = room.voice("model1").asks.length;
    room.transport.start();
    await room.goTo(room.transport.timeline.toBeats(room.time.now()) * 4 + 20);
    expect(room.voice("model1").asks.length).toBeGreaterThan(before);
  });

  it("begin again where an answer was silence, or too short to be answered", async () => {
    const room = playing(DUET);
    room.voice("model1").always = patternOf();
    await room.goTo(16 * 6);
    room.voice("model1").always = patternOf("snare");
    await room.goTo(16 * 10);
    expect(barsOf(room, "model1").length).toBeGreaterThan(0);
    expect(barsOf(room, "model2").length).toBeGreaterThan(0);
  });

  it("three in a ring play one after the other, and who only listens to them answers", async () => {
    const one = { callBars: 1 } as const;
    const room = playing([
      { name: "video", listensTo: ["c"], settings: one, sounds: false },
      { name: "a", listensTo: ["c"], settings: one },
      { name: "b", listensTo: ["a"], settings: one },
      { name: "c", listensTo: ["b"], settings: one },
    ]);
    await room.goTo(16 * 6 + 8);
    expect(["a", "b", "c", "video"].map((voice) => barsOf(room, voice))).toEqual([[1, 4], [2, 5], [3, 6], [4]]);
  });

  it("two that play along with one another play on without end", async () => {
    const room = playing(DUET.map((chair) => ({ ...chair, settings: { mode: "along" } as const })));
    await room.goTo(16 * 12 + 0.9);
    expect(phasesOf(room)).toEqual(["responding", "responding"]);
    for (const voice of ["model1", "model2"]) expect(barsOf(room, voice)).toHaveLength(12);
  });

  it("wait for the drummer where one of them hears the drummer", async () => {
    const room = playing([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer", "model2"], settings: { callBars: 1 } },
      { name: "model2", listensTo: ["model1"], settings: { callBars: 1 } },
    ]);
    await room.goTo(16 * 8);
    expect(phasesOf(room)).toEqual(["idle", "idle", "idle"]);
  });
});

describe("a voice that has heard and played nothing", () => {
  const DUO: readonly ChairSpec[] = [{ name: "drummer" }, { name: "model1", listensTo: ["drummer"] }];

  it.each(["mutate", "endCall"] as const)("plays out of its own mind after %s, once", async (order) => {
    const room = playing(DUO);
    await room.goTo(20);
    room.band[order]("model1");
    await room.goTo(16 * 8);
    expect(barsOf(room, "model1")).toEqual([2, 3]);
    expect(phasesOf(room)).toEqual(["idle", "idle"]);
  });

  it("answers as long as its settings say", async () => {
    const room = playing([DUO[0]!, { ...DUO[1]!, settings: { responseBars: 3, callBars: "auto" } }]);
    room.band.mutate("model1");
    await room.goTo(16 * 8);
    expect(barsOf(room, "model1")).toEqual([1, 2, 3]);
  });

  it("says why nothing will follow where nothing will", async () => {
    const room = playing([...DUO, { name: "video", listensTo: ["model1"], settings: { mode: "along" } }]);
    expect(() => room.band.mutate("video")).toThrow(/^video plays along/);
    expect(() => room.band.endCall("video")).toThrow(/^video plays along/);
    room.band.mutate("model1");
    await room.goTo(18);
    expect(() => room.band.endCall("model1")).toThrow(/^model1 is answering/);
    room.transport.stop();
    expect(() => room.band.mutate("model1")).toThrow(/^The transport stands still/);
    expect(() => room.band.endCall("model1")).toThrow(/^The transport stands still/);
  });
});
