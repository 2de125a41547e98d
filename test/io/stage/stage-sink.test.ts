import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StageSink } from "../../../server/io/stage/stage-sink.ts";
import type { Note } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { aCue } from "../../helpers/cue.ts";
import { note } from "../../helpers/snapshot.ts";
import { next, openStageRoom, type PageOfTest, type StageRoom } from "../../helpers/stage-room.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const CUE = aCue({ beat: beats(8), at: ms(4000) });

describe("StageSink", () => {
  let room: StageRoom;
  let page: PageOfTest;
  let time: VirtualTime;
  let sink: StageSink;

  beforeEach(async () => {
    room = await openStageRoom();
    page = room.page();
    await next(page, "welcome");
    time = new VirtualTime();
    sink = new StageSink(room.server.tell, ms(4000), time, () => ({ source: "internal", sourceState: "locked" }));
  });
  afterEach(() => room.close());

  const send = (...notes: readonly Note[]): void => {
    for (const each of notes) sink.send({ kind: "note", at: each.at, note: each });
  };
  const upcoming = (): readonly number[] => sink.upcoming.map(({ id }) => id);

  it("sends notes ahead, untouched, and keeps them for pages to come until they are due", async () => {
    const arrived = next(page, "notes");
    send(note(3), note(1), note(2));
    expect((await arrived)[0]).toEqual([note(3), note(1), note(2)]);
    expect(upcoming()).toEqual([1, 2, 3]);
    await time.advanceTo(500);
    expect(upcoming()).toEqual([2, 3]);
    await time.advanceTo(1500);
    expect(upcoming()).toEqual([]);
  });

  it("remembers for pages to come what was played: live notes at once, others when they are due, revoked ones never", async () => {
    send(note(1), note(2), note(3), note(4, { live: true, at: ms(0), voice: "drummer" }));
    sink.revoke([2]);
    expect(sink.past.notes.map(({ id }) => id)).toEqual([4]);
    await time.advanceTo(1600);
    expect(sink.past.notes.map(({ id }) => id)).toEqual([4, 1, 3]);
    expect(sink.past.hits.model1?.[0]).toBe(2);
  });

  it("sends live notes at once and keeps none of them", async () => {
    const arrived = next(page, "notes");
    send(note(1, { live: true, at: ms(0) }));
    expect((await arrived)[0].map(({ id }) => id)).toEqual([1]);
    expect(upcoming()).toEqual([]);
  });

  it("takes revoked notes back from pages that are there and from those to come", async () => {
    const arrived = next(page, "revoke");
    send(note(1), note(2), note(3));
    sink.revoke([2, 99]);
    expect((await arrived)[0]).toEqual([2, 99]);
    expect(upcoming()).toEqual([1, 3]);
  });

  it("forgets everything on panic, and says so", async () => {
    const panicked = next(page, "panic");
    send(note(1), note(2));
    sink.panic();
    await panicked;
    expect(upcoming()).toEqual([]);
  });

  it("tells of the transport and moves what is to come with the tempo", async () => {
    const arrived = next(page, "transport");
    send(note(2), note(4));
    sink.send({ kind: "cue", at: CUE.at, cue: CUE });
    await time.advanceTo(500);
    // From 120 to 240 bpm at beat 1: beat 2 is 250 ms away, beat 4 750 ms.
    const timeline = new Timeline(bpm(240), beats(1), ms(500));
    sink.send({ kind: "transport", at: ms(500), playing: true, timeline, metre: COMMON_TIME, jumped: false });
    expect(sink.upcoming.map(({ at }) => at)).toEqual([750, 1250]);
    expect(sink.cue?.at).toBe(2250);
    expect((await arrived)[0]).toEqual({
      playing: true,
      tempo: 240,
      originBeats: 1,
      originMs: 500,
      numerator: 4,
      denominator: 4,
      source: "internal",
      sourceState: "locked",
    });
  });

  it("moves nothing that was due before a start, and remembers it as played", async () => {
    send(note(1), note(3));
    await time.advanceTo(600);
    const timeline = new Timeline(bpm(120), beats(0), ms(600));
    sink.revoke([3]);
    sink.send({ kind: "transport", at: ms(600), playing: true, timeline, metre: COMMON_TIME, jumped: true });
    expect(upcoming()).toEqual([]);
    expect(sink.past.notes).toEqual([note(1)]);
  });

  it("tells where the transport stands while it does not play", async () => {
    const arrived = next(page, "transport");
    const timeline = new Timeline(bpm(120), beats(-60), ms(0));
    sink.send({
      kind: "transport",
      at: ms(500),
      playing: false,
      timeline,
      metre: COMMON_TIME,
      jumped: false,
      rest: beats(122.5),
    });
    expect((await arrived)[0]).toMatchObject({ playing: false, originBeats: -60, rest: 122.5 });
  });

  it("sends cues ahead and keeps the newest", async () => {
    const arrived = next(page, "cue");
    sink.send({ kind: "cue", at: CUE.at, cue: CUE });
    expect((await arrived)[0]).toEqual(CUE);
    expect(sink.cue).toEqual(CUE);
  });

  it("does not grow: what was due is forgotten with every beat", async () => {
    for (let beat = 1; beat <= 1000; beat++) {
      send(note(beat));
      sink.send({ kind: "beat", at: ms(beat * 500), beat: beats(beat), bar: Math.floor(beat / 4) });
      await time.advanceTo(beat * 500);
    }
    expect(upcoming()).toEqual([]);
  });

  it("can be disposed of twice and leaves no note behind", async () => {
    const panicked = next(page, "panic");
    send(note(1));
    await sink.dispose();
    await sink.dispose();
    await panicked;
    expect(upcoming()).toEqual([]);
  });
});
