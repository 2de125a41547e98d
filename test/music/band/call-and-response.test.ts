import { describe, expect, it } from "vitest";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const KICK = patternOf("kick");
const SNARE = patternOf("snare");
/** One bar: kick, snare, kick, snare on the beats. */
const BAR: Pattern[] = Array.from({ length: 16 }, (_, i) => (i % 8 === 0 ? KICK : i % 8 === 4 ? SNARE : SILENCE));
const REST: Pattern[] = new Array(16).fill(SILENCE);
const DUO = [{ name: "drummer" }, { name: "model1", listensTo: ["drummer"] }];

describe("call and response", () => {
  it.each([60, 120, 174, 240])(
    "the first hit of every response falls on the bar line and is decided before it, at %d bpm",
    async (tempo) => {
      const room = new BandRoom(DUO, tempo);
      room.transport.start();
      for (let round = 0; round < 50; round++) await room.play([...BAR, ...BAR, ...REST, ...REST], round * 64);
      await room.goTo(50 * 64);
      const firsts = Array.from({ length: 50 }, (_, round) =>
        room.notesOf("model1").filter((note) => note.beat >= round * 16 + 8 && note.beat < round * 16 + 8.25),
      );
      for (const [round, first] of firsts.entries()) {
        expect(first.map((note) => note.beat)).toEqual([round * 16 + 8]);
        expect(room.due(first[0]!) - first[0]!.decidedAt).toBeGreaterThan((60_000 / tempo / 4) * 0.49);
      }
      expect(room.band.states()[1]).toMatchObject({ calls: 50, responses: 50, fallbacks: 0 });
    },
  );

  it("the response copies the call, because the network has heard every step of it", async () => {
    const room = new BandRoom(DUO);
    room.transport.start();
    await room.play([...BAR, ...BAR], 0);
    await room.goTo(64);
    expect(room.stepsOf("model1")).toEqual([32, 36, 40, 44, 48, 52, 56, 60]);
    const heard = room.voice("model1").memory.filter((entry) => !entry.own);
    expect(heard.map((entry) => entry.pattern)).toEqual([...BAR, ...BAR]);
  });

  it("a hit belongs to the nearest step: early for the bar line it still starts the bar", async () => {
    const room = new BandRoom(DUO);
    room.transport.start();
    await room.goTo(15.6);
    room.hit("kick");
    await room.goTo(15.9);
    room.hit("kick");
    await room.goTo(17);
    expect(room.voice("model1").memory).toEqual([{ step: 16, pattern: KICK, own: false }]);
  });

  it("a call that begins within a bar is heard from the bar line on", async () => {
    const room = new BandRoom(DUO);
    room.transport.start();
    await room.play([SNARE], 22);
    await room.goTo(23);
    expect(room.voice("model1").memory.map((entry) => entry.step)).toEqual([16, 17, 18, 19, 20, 21, 22]);
  });

  it("an automatic call ends with a silent bar, which is not part of it, and is answered at its own length", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, lag: 48, settings: { callBars: "auto" } }]);
    room.transport.start();
    await room.play([...BAR, ...BAR, ...BAR, ...REST], 0);
    await room.goTo(112);
    expect(room.stepsOf("model1")).toEqual([64, 68, 72, 76, 80, 84, 88, 92, 96, 100, 104, 108]);
    const heard = room.voice("model1").memory.filter((entry) => !entry.own);
    expect(heard).toHaveLength(48);
  });

  it("an automatic call that never pauses is answered after eight bars", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: "auto", responseBars: 1 } }]);
    room.transport.start();
    for (let bar = 0; bar < 10; bar++) await room.play(BAR, bar * 16);
    expect(room.stepsOf("model1")[0]).toBe(128);
  });

  it("a call shorter than the shortest is not answered", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: "auto", minCallBars: 2 } }]);
    room.transport.start();
    await room.play([...BAR, ...REST, ...REST], 0);
    expect(room.stepsOf("model1")).toEqual([]);
    expect(room.band.states()[1]).toMatchObject({ phase: "idle", calls: 0 });
  });

  it("the shortest call may be set above the longest, and the longest is answered all the same", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { callBars: 1, minCallBars: 4 } }]);
    room.transport.start();
    await room.play(BAR, 0);
    await room.goTo(16.6);
    expect(room.band.states()[1]).toMatchObject({ phase: "responding", phaseFrom: 16, phaseUntil: 32 });
  });

  it("the operator ends a call at the next bar line", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, lag: 16, settings: { callBars: 8 } }]);
    room.transport.start();
    await room.play(BAR.slice(0, 8), 0);
    room.band.endCall("model1");
    await room.goTo(17);
    expect(room.band.states()[1]).toMatchObject({ phase: "responding", phaseFrom: 16, phaseUntil: 32 });
  });

  it("bars are as long as the metre says", async () => {
    const room = new BandRoom(DUO, 120, { numerator: 7, denominator: 8 });
    room.transport.start();
    await room.play([KICK], 0);
    await room.goTo(28.6);
    expect(room.band.states()[1]).toMatchObject({ phase: "responding", phaseFrom: 28, phaseUntil: 42 });
  });

  it("a call and its response are scored, at temperature 1, at the sampling one, and as Magenta sums", async () => {
    const room = new BandRoom([DUO[0]!, { ...DUO[1]!, settings: { temperature: 2 } }]);
    const answered: (number | null)[] = [];
    room.band.answered.on((state) => answered.push(state.logLikelihood));
    room.transport.start();
    await room.play([...BAR, ...BAR], 0);
    await room.goTo(64);
    expect(answered).toEqual([-(31 * 0.5 + 32)]);
    expect(room.band.states()[1]).toMatchObject({
      callSurprise: 1,
      sampledCallSurprise: 0.5,
      responseSurprise: 2,
      sampledResponseSurprise: 1,
      logLikelihood: -(31 * 0.5 + 32),
    });
  });
});
