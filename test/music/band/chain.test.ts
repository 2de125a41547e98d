import { describe, expect, it } from "vitest";
import { patternOf } from "../../../server/core/music/pattern.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const KICK = patternOf("kick");

describe("the chain", () => {
  it("each voice answers the one it listens to: drummer, model1, model2, video", async () => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1 } },
      { name: "model2", listensTo: ["model1"], lag: 16, settings: { callBars: 1 } },
      { name: "video", listensTo: ["model2"], lag: 16, settings: { callBars: 1 }, sounds: false },
    ]);
    room.transport.start();
    await room.play([KICK], 4);
    await room.goTo(80);
    expect(room.stepsOf("model1")).toEqual([20]);
    expect(room.stepsOf("model2")).toEqual([36]);
    expect(room.stepsOf("video")).toEqual([52]);
  });

  it("two models that listen to one another go on for as long as they are let", async () => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer", "model2"], lag: 16, settings: { callBars: 1 } },
      { name: "model2", listensTo: ["model1"], lag: 16, settings: { callBars: 1 } },
    ]);
    room.transport.start();
    await room.play([KICK], 0);
    await room.goTo(16 * 64);
    const { responses } = room.band.states()[1]!;
    expect(responses).toBe(32);
    expect(room.stepsOf("model1").slice(0, 3)).toEqual([16, 48, 80]);
    expect(room.stepsOf("model2").slice(0, 3)).toEqual([32, 64, 96]);
  });

  it("a voice that listens to two hears both at once", async () => {
    const room = new BandRoom([
      { name: "left" },
      { name: "right" },
      { name: "model1", listensTo: ["left", "right"], lag: 16, settings: { callBars: 1 } },
    ]);
    room.transport.start();
    await room.goTo(4);
    room.hit("kick", 100, "left");
    room.hit("ride", 100, "right");
    await room.goTo(5);
    expect(room.voice("model1").memory[4]).toMatchObject({ pattern: patternOf("kick", "ride") });
  });

  it("a muted voice is heard by the others but its notes go nowhere", async () => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1, mute: true } },
      { name: "model2", listensTo: ["model1"], lag: 16, settings: { callBars: 1 } },
    ]);
    room.transport.start();
    await room.play([KICK], 0);
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual([]);
    expect(room.stepsOf("model2")).toEqual([32]);
  });

  it("solo silences the other sounding voices, and not the picture", async () => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1 } },
      { name: "model2", listensTo: ["drummer"], lag: 16, settings: { callBars: 1, solo: true } },
      { name: "video", listensTo: ["drummer"], lag: 16, settings: { callBars: 1 }, sounds: false },
    ]);
    room.transport.start();
    await room.play([KICK], 0);
    await room.goTo(32);
    expect(["model1", "model2", "video"].map((name) => room.stepsOf(name).length)).toEqual([0, 1, 1]);
    expect(room.live).toEqual([]);
  });

  it("density and surprise of every voice are told once a step", async () => {
    const room = new BandRoom([{ name: "drummer" }, { name: "model1", listensTo: ["drummer"] }]);
    room.transport.start();
    await room.play([KICK, KICK], 0);
    await room.goTo(3.6);
    const ofDrummer = room.gauges.filter((gauge) => gauge.voice === "drummer");
    expect(ofDrummer.map((gauge) => gauge.density)).toEqual([1, 1, 2 / 3, 0.5]);
    expect(ofDrummer.at(-1)!.surprise).toBe(1);
  });
});
