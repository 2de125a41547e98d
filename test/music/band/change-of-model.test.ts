import { describe, expect, it } from "vitest";
import { type Pattern, patternOf } from "../../../server/core/music/pattern.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const BAR: Pattern[] = new Array(16).fill(patternOf("kick"));
const DUO = [
  { name: "drummer" },
  { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1, responseBars: 4 } as const },
];

/** A band whose model answers one bar of kicks with four, from step 16 on. */
const answering = async (tempo = 120): Promise<BandRoom> => {
  const room = new BandRoom(DUO, tempo);
  room.transport.start();
  await room.play(BAR, 0);
  return room;
};

/** What is played in each step from `from` on, by the first letter of its drum. */
const played = (room: BandRoom, from: number, until: number): string => {
  const letters = new Map(room.notesOf("model1").map((note) => [Math.round(note.beat * 4), note.drum[0]]));
  return Array.from({ length: until - from }, (_, i) => letters.get(from + i) ?? ".").join("");
};

const K = "k".repeat(16);
const S = "s".repeat(16);
const modelOf = (room: BandRoom): string | null => room.band.states()[1]!.model;

describe("a change of model", () => {
  it.each([60, 120, 240])(
    "in the middle of a response at %d bpm takes effect on a bar line, with no step missing, doubled or late",
    async (tempo) => {
      const room = await answering(tempo);
      await room.goTo(20.3);
      const changing = room.band.changeModel("model1", "snare");
      await room.goTo(31);
      await changing;
      await room.goTo(80);
      expect(played(room, 16, 80)).toBe(K + S + S + S);
      const notes = room.notesOf("model1");
      expect(notes).toHaveLength(64);
      for (const note of notes) expect(note.decidedAt).toBeLessThan(room.due(note));
      expect(room.band.states()[1]).toMatchObject({ model: "snare", fallbacks: 0, responses: 1 });
    },
  );

  it("less than a beat before a bar line waits for the next", async () => {
    const room = await answering();
    await room.goTo(29);
    void room.band.changeModel("model1", "snare");
    await room.goTo(80);
    expect(played(room, 16, 80)).toBe(K + K + S + S);
  });

  it("brings the hands that go with the model, and what was learnt of the drummer stays", async () => {
    const room = await answering();
    await room.goTo(20);
    void room.band.changeModel("model1", "crash");
    await room.goTo(80);
    const last = room.notesOf("model1").at(-1)!;
    expect(last.drum).toBe("crash");
    // Its table expects 120 of every drum; the drummer has played at 100, which is softer than that.
    expect(last.velocity).toBeGreaterThan(102);
    expect(last.velocity).toBeLessThan(108);
  });

  it("to a model that is not good is refused with the reason, and the old one plays on", async () => {
    const room = await answering();
    await room.goTo(20);
    const changing = expect(room.band.changeModel("model1", "nowhere")).rejects.toThrow("nowhere/config.json");
    await room.goTo(80);
    await changing;
    expect(played(room, 16, 80)).toBe(K + K + K + K);
    expect(modelOf(room)).toBe("copy");
    await expect(room.band.changeModel("drummer", "snare")).rejects.toThrow("played by a person");
    await expect(room.band.changeModel("model9", "snare")).rejects.toThrow('There is no voice "model9"');
  });

  it("twice before the bar line is the second one", async () => {
    const room = await answering();
    await room.goTo(20);
    void room.band.changeModel("model1", "crash");
    await room.goTo(20.1);
    const second = room.band.changeModel("model1", "snare");
    await room.goTo(80);
    await second;
    expect(played(room, 16, 80)).toBe(K + S + S + S);
    expect(room.notesOf("model1")).toHaveLength(64);
  });

  it("that has not taken over when another is chosen is refused with the reason", async () => {
    const room = new BandRoom(DUO);
    room.transport.start();
    await room.play(BAR.slice(0, 4), 0);
    const first = expect(room.band.changeModel("model1", "crash")).rejects.toThrow("another model was chosen");
    await room.goTo(4);
    const second = room.band.changeModel("model1", "snare");
    await room.goTo(16);
    await Promise.all([first, second]);
    expect(modelOf(room)).toBe("snare");
  });

  it("waits for a model that is long in the reading, and nobody else waits", async () => {
    const room = await answering();
    room.readingMs = 2900;
    await room.goTo(20);
    void room.band.changeModel("model1", "snare");
    await room.goTo(80);
    expect(played(room, 16, 80)).toBe(K + K + S + S);
  });

  it("while nobody plays holds for the next answer", async () => {
    const room = new BandRoom(DUO);
    await Promise.all([room.band.changeModel("model1", "crash"), room.time.advance(1)]);
    expect(modelOf(room)).toBe("crash");
    room.transport.start();
    void room.band.changeModel("model1", "snare");
    await room.goTo(16);
    expect(modelOf(room)).toBe("snare");
    await room.play(BAR, 16);
    await room.goTo(48);
    expect(played(room, 32, 48)).toBe(S);
  });

  it("is not forgotten when the transport stops before the bar line", async () => {
    const room = await answering();
    await room.goTo(20);
    const changing = room.band.changeModel("model1", "snare");
    await room.goTo(21);
    room.transport.stop();
    await changing;
    expect(modelOf(room)).toBe("snare");
  });

  it("lets a loop go on as it is, and plays what is new", async () => {
    const room = await answering();
    room.band.set("model1", { loop: true });
    await room.goTo(90);
    void room.band.changeModel("model1", "snare");
    await room.goTo(150);
    expect(modelOf(room)).toBe("snare");
    room.band.set("model1", { loop: false });
    await room.goTo(208);
    await room.play(BAR, 208);
    await room.goTo(288);
    expect(played(room, 16, 288)).toBe(K.repeat(12) + ".".repeat(16) + S.repeat(4));
  });

  it("of a voice that plays along takes effect on the bar line too", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, lag: 1, settings: { mode: "along" } }]);
    room.transport.start();
    await room.play(BAR, 0);
    await room.play(BAR.slice(0, 4), 16);
    void room.band.changeModel("model1", "snare");
    await room.play(BAR.slice(0, 12), 20);
    await room.play(BAR, 32);
    expect(played(room, 1, 48)).toBe(`${K.slice(1)}${K}${S}`);
  });
});
