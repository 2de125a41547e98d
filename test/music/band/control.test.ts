import { describe, expect, it } from "vitest";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { ms } from "../../../shared/time/units.ts";
import { BandRoom } from "../../helpers/band-room.ts";
import { settle } from "../../helpers/virtual-time.ts";

const KICK = patternOf("kick");
const SNARE = patternOf("snare");
const FULL: Pattern[] = new Array(16).fill(KICK);
const REST: Pattern[] = new Array(16).fill(SILENCE);
const DUO = [
  { name: "drummer" },
  { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1, responseBars: 2 } as const },
];

const answering = async (): Promise<BandRoom> => {
  const room = new BandRoom(DUO);
  room.transport.start();
  await room.play(FULL, 0);
  return room;
};

describe("turning a voice while it plays", () => {
  it("a response is decided ahead, four steps a step until it is a bar ahead, so that it can be seen coming", async () => {
    const room = await answering();
    await room.goTo(15.6);
    expect(room.stepsOf("model1")).toEqual([16, 17, 18, 19]);
    await room.goTo(20.6);
    expect(room.stepsOf("model1").at(-1)).toBe(36);
  });

  it("a new temperature holds within one and a half steps, and nothing is played twice", async () => {
    const room = await answering();
    await room.goTo(18);
    room.band.set("model1", { temperature: 0.5 });
    await room.goTo(48);
    const last = new Map(room.voice("model1").asks.map(({ step, ask }) => [step, ask.temperature]));
    expect(Math.min(...[...last].filter(([, temperature]) => temperature === 0.5).map(([step]) => step))).toBe(19);
    expect(room.stepsOf("model1")).toEqual(Array.from({ length: 32 }, (_, i) => 16 + i));
    expect(room.notesOf("model1")).toHaveLength(32);
  });

  it("drums that are no longer allowed are gone from the very next step", async () => {
    const room = await answering();
    await room.goTo(18);
    room.band.set("model1", { allowed: SNARE });
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual([16, 17, 18]);
  });

  it("mute takes back what has not sounded, and unmuting brings the rest of the response", async () => {
    const room = await answering();
    await room.goTo(18.5);
    room.band.set("model1", { mute: true });
    expect(room.stepsOf("model1")).toEqual([16, 17, 18]);
    await room.goTo(24.4);
    room.band.set("model1", { mute: false });
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual([16, 17, 18, ...Array.from({ length: 23 }, (_, i) => 25 + i)]);
  });

  it("a level makes what is played louder or softer from the next step on, and the same notes otherwise", async () => {
    const room = await answering();
    await room.goTo(18);
    const before = new Map(room.notesOf("model1").map((note) => [note.id, note]));
    room.band.set("model1", { level: 0.5 });
    const after = room.notesOf("model1");
    expect(after.map(({ id }) => id)).toEqual([...before.keys()]);
    for (const { id, velocity, beat, drum } of after) {
      const was = before.get(id)!;
      expect([beat, drum]).toEqual([was.beat, was.drum]);
      expect(velocity, `step ${beat * 4}`).toBe(beat * 4 < 18.9 ? was.velocity : Math.round(was.velocity / 2));
    }
    room.band.set("model1", { level: 1 });
    expect(room.notesOf("model1").map(({ velocity }) => velocity)).toEqual([...before.values()].map((n) => n.velocity));
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual(Array.from({ length: 32 }, (_, i) => 16 + i));
  });

  it("a level of 0 is silence that others hear all the same, and no level goes beyond MIDI", async () => {
    const room = await answering();
    await room.goTo(18);
    room.band.set("model1", { level: 0 });
    expect(room.stepsOf("model1")).toEqual([16, 17, 18]);
    room.band.set("model1", { level: 2 });
    await room.goTo(24);
    expect(Math.max(...room.notesOf("model1").map(({ velocity }) => velocity))).toBe(127);
    room.band.set("drummer", { level: 0 });
    const heard = room.live.length;
    room.hit("kick");
    expect(room.live).toHaveLength(heard);
    room.band.set("drummer", { level: 0.5 });
    room.hit("kick", 100);
    expect(room.live.at(-1)?.velocity).toBe(50);
  });

  it("loop repeats the response until it is switched off", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1, loop: true } }]);
    room.transport.start();
    await room.play([KICK, SNARE], 0);
    await room.goTo(70);
    room.band.set("model1", { loop: false });
    await room.goTo(112);
    expect(room.stepsOf("model1")).toEqual([16, 17, 32, 33, 48, 49, 64, 65]);
    expect(room.band.states()[1]!.phase).toBe("idle");
  });

  it("loop switched on after a response plays it again from the next bar line", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1 } }]);
    room.transport.start();
    await room.play([KICK, SNARE], 0);
    await room.goTo(40);
    room.band.set("model1", { loop: true });
    await room.goTo(52);
    expect(room.stepsOf("model1")).toEqual([16, 17, 48, 49]);
  });

  it("loop switched on after a response is not forgotten when the voice is turned before the bar line", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1 } }]);
    room.transport.start();
    await room.play([KICK, SNARE], 0);
    await room.goTo(40);
    room.band.set("model1", { loop: true });
    room.band.set("model1", { temperature: 0.8 });
    room.band.set("model1", { loop: true });
    await room.goTo(52);
    expect(room.stepsOf("model1")).toEqual([16, 17, 48, 49]);
    room.band.set("model1", { loop: false });
    await room.goTo(90);
    expect(room.stepsOf("model1").length).toBeLessThanOrEqual(6);
  });

  it("a call that mutating cuts short leaves nothing to the next one", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 2 } }]);
    room.transport.start();
    await room.play([KICK, SNARE], 0);
    await room.goTo(70);
    await room.play([KICK], 80);
    await room.goTo(84);
    room.band.endCall("model1");
    room.band.mutate("model1");
    await room.goTo(140);
    const before = room.band.states()[1]!.calls;
    await room.play([KICK], 144);
    await room.goTo(161);
    expect(room.band.states()[1]!.calls).toBe(before);
    await room.goTo(177);
    expect(room.band.states()[1]!.calls).toBe(before + 1);
  });

  it("a long loop is told to the model and decided bit by bit, and can be turned like any response", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1, responseBars: 32, loop: true } }]);
    const { memory, asks } = room.voice("model1");
    room.transport.start();
    await room.play(FULL, 0);
    await room.goTo(527.4);
    const heard = memory.length;
    await room.goTo(527.6);
    expect(memory.length - heard).toBeLessThanOrEqual(17);
    await room.goTo(560);
    expect(room.stepsOf("model1").slice(-32)).toEqual(Array.from({ length: 32 }, (_, i) => 544 + i));
    room.band.set("model1", { temperature: 0.5 });
    await room.goTo(600);
    expect(asks.filter(({ ask }) => ask.temperature === 0.5)[0]?.step).toBe(561);
    expect(room.stepsOf("model1").slice(512, 600)).toEqual(Array.from({ length: 88 }, (_, i) => 528 + i));
  });

  it("mutate continues the response instead of listening", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1 } }]);
    room.transport.start();
    await room.play([KICK], 0);
    await room.goTo(20);
    room.band.mutate("model1");
    await room.goTo(64);
    expect(room.stepsOf("model1")).toEqual([16, 32]);
    expect(room.voice("model1").asks.map(({ step }) => step)).toEqual(Array.from({ length: 32 }, (_, i) => 16 + i));
  });

  it("panic takes everything back and empties the memories", async () => {
    const room = await answering();
    await room.goTo(20.2);
    room.band.panic();
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual([16, 17, 18, 19, 20]);
    expect(room.voice("model1").memory).toEqual([]);
    expect(room.band.states()[1]!.phase).toBe("idle");
  });

  it("stopping the transport takes back what has not sounded", async () => {
    const room = await answering();
    await room.goTo(20.2);
    room.transport.stop();
    expect(room.stepsOf("model1")).toEqual([16, 17, 18, 19, 20]);
  });

  it("what is played while the transport stands is played where it stands", async () => {
    const room = await answering();
    await room.goTo(18);
    room.transport.stop();
    const stands = room.transport.positionAt(ms(room.now()));
    await room.time.advance(10_000);
    room.hit("kick");
    expect(room.live.at(-1)).toMatchObject({ at: room.now(), beat: stands });
  });

  it("an unknown voice and a live voice are refused with a sentence", async () => {
    const room = await answering();
    expect(() => room.band.set("modle1", { mute: true })).toThrow(
      'There is no voice "modle1"; the show has drummer, model1.',
    );
    expect(() => room.band.mutate("drummer")).toThrow(/played by a person/);
  });
});

describe("playing along", () => {
  it("plays with every step from the one after the first hit, follows what it hears and not itself", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, lag: 1, settings: { mode: "along" } }]);
    room.transport.start();
    await room.play([KICK, SNARE, KICK, SILENCE, KICK], 8);
    await room.goTo(13.6);
    expect(
      room
        .voice("model1")
        .memory.filter((entry) => !entry.own)
        .map((entry) => entry.pattern),
    ).toEqual([KICK, SNARE, KICK, SILENCE, KICK, SILENCE]);
    // With lag 1 it plays what it has just heard.
    expect(room.notesOf("model1").map((note) => [Math.round(note.beat * 4), note.drum])).toEqual([
      [9, "kick"],
      [10, "snare"],
      [11, "kick"],
      [13, "kick"],
    ]);
  });

  it("rests after a silent bar", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, lag: 1, settings: { mode: "along" } }]);
    room.transport.start();
    await room.play([KICK, ...REST], 0);
    await room.goTo(18);
    expect(room.band.states()[1]!.phase).toBe("idle");
  });
});

describe("a model that is slow or broken", () => {
  it("its last bar is repeated on time, it is told what it played, and the desk hears of it once", async () => {
    const room = await answering();
    await room.goTo(31.2);
    const voice = room.voice("model1");
    voice.delayMs = 400;
    room.band.set("model1", { topP: 0.5 });
    await room.goTo(48);
    expect(room.stepsOf("model1")).toEqual(Array.from({ length: 32 }, (_, i) => 16 + i));
    const { fallbacks } = room.band.states()[1]!;
    expect(fallbacks).toBeGreaterThan(0);
    expect(room.reports.filter((report) => report.text.includes("did not answer in time"))).toHaveLength(1);
  });

  it("before it has played a bar of its own it repeats the last bar of the call", async () => {
    const room = new BandRoom(DUO);
    room.voice("model1").delayMs = 400;
    room.transport.start();
    await room.play([KICK, SILENCE, SNARE], 0);
    await room.goTo(20);
    expect(room.notesOf("model1").map((note) => [Math.round(note.beat * 4), note.drum])).toEqual([
      [16, "kick"],
      [18, "snare"],
    ]);
  });

  it("a model that is behind is not asked for more than it can catch up with", async () => {
    const room = await answering();
    const voice = room.voice("model1");
    voice.delayMs = 100_000;
    await room.goTo(44);
    expect(voice.asks.length).toBeLessThanOrEqual(8);
    expect(room.stepsOf("model1")).toEqual(Array.from({ length: 29 }, (_, i) => 16 + i));
  });

  it("a failing model is reported and the rest plays on", async () => {
    const room = await answering();
    room.voice("model1").broken = true;
    await room.goTo(48);
    await settle();
    expect(room.reports.some((report) => report.text === "model1: the model is broken")).toBe(true);
    expect(room.band.states()[1]!.phase).toBe("idle");
    room.hit("kick");
    expect(room.live).toHaveLength(17);
  });
});
