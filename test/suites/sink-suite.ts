import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PerformanceEvent, Sink } from "../../server/core/music/sink.ts";
import type { Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { COMMON_TIME } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../shared/time/units.ts";
import { aCue } from "../helpers/cue.ts";

/** A note that began or ended where the sink leads, and when, on the axis of `now`. */
export interface Landed {
  readonly what: "on" | "off";
  readonly drum: Drum;
  readonly at: number;
}

/** A sink that passes the notes of "model1" and "drummer" on, and a view of what comes out of it. */
export interface SinkRig {
  readonly sink: Sink;
  now(): number;
  /** Lets time go on by this many milliseconds, virtual or real. */
  pass(by: number): Promise<void>;
  landed(): readonly Landed[];
  close(): Promise<void>;
}

/**
 * What every sink must do. In real time a machine that is too busy makes events late, and late ones
 * are dropped by design: such rigs may try again.
 */
export const sinkSuite = (name: string, makeRig: () => Promise<SinkRig>, retry = 0): void => {
  describe(`${name} as a sink`, { retry }, () => {
    let rig: SinkRig;
    let start: number;
    let nextId = 1;

    beforeEach(async () => {
      rig = await makeRig();
      start = rig.now();
      rig.sink.send(transport(true));
    });
    afterEach(() => rig.close());

    /** At 120 from now on. */
    const timeline = () => new Timeline(bpm(120), beats(0), ms(start));
    const transport = (playing: boolean, at = start): PerformanceEvent => ({
      kind: "transport",
      at: ms(at),
      playing,
      timeline: timeline(),
      metre: COMMON_TIME,
      jumped: false,
    });
    const note = (after: number, drum: Drum, length = 100): Note => ({
      id: nextId++,
      voice: "model1",
      drum,
      velocity: 100,
      beat: timeline().toBeats(ms(start + after)),
      duration: beats(length / 500),
      at: ms(start + after),
      surprise: 0.5,
      live: false,
    });
    const send = (sent: Note) => rig.sink.send({ kind: "note", at: sent.at, note: sent });
    const seen = () => rig.landed().map(({ what, drum }) => `${what} ${drum}`);

    it("has a name and a lookahead", () => {
      expect(rig.sink.name).not.toBe("");
      expect(rig.sink.lookahead).toBeGreaterThanOrEqual(0);
    });

    it("lands a note once, not before its moment, and ends it", async () => {
      send(note(150, "kick"));
      await rig.pass(400);
      expect(seen()).toEqual(["on kick", "off kick"]);
      const [on, off] = rig.landed();
      expect(on!.at).toBeGreaterThanOrEqual(start + 150 - 0.05);
      expect(off!.at).toBeGreaterThanOrEqual(start + 250 - 0.05);
    });

    it("lands notes in the order of their moments", async () => {
      send(note(220, "snare", 300));
      send(note(150, "kick", 300));
      await rig.pass(400);
      expect(seen().slice(0, 2)).toEqual(["on kick", "on snare"]);
    });

    it("moves a note that is sent again", async () => {
      const sent = note(150, "kick");
      send(sent);
      const later = { ...sent, at: ms(start + 300), beat: timeline().toBeats(ms(start + 300)) };
      send(later);
      await rig.pass(550);
      expect(seen()).toEqual(["on kick", "off kick"]);
      expect(rig.landed()[0]!.at).toBeGreaterThanOrEqual(start + 300 - 0.05);
    });

    it("never lands a note that was taken back", async () => {
      const sent = note(150, "kick");
      send(sent);
      send(note(150, "snare"));
      rig.sink.revoke([sent.id, 123_456]);
      await rig.pass(400);
      expect(seen()).toEqual(["on snare", "off snare"]);
    });

    it("lands a live note at once", async () => {
      send({ ...note(0, "ride"), voice: "drummer", at: ms(rig.now() - 40), live: true, surprise: null });
      await rig.pass(300);
      expect(seen()).toEqual(["on ride", "off ride"]);
    });

    it("on panic ends what sounds and forgets the rest", async () => {
      send(note(50, "kick", 5000));
      send(note(400, "snare"));
      await rig.pass(200);
      expect(seen()).toEqual(["on kick"]);
      rig.sink.panic();
      await rig.pass(500);
      expect(seen()).toEqual(["on kick", "off kick"]);
    });

    it("ends what sounds when the transport stops", async () => {
      send(note(50, "kick", 5000));
      await rig.pass(150);
      rig.sink.send(transport(false, rig.now()));
      await rig.pass(150);
      expect(seen()).toEqual(["on kick", "off kick"]);
    });

    it("takes every kind of event", () => {
      const { sink } = rig;
      const at = ms(rig.now());
      sink.send({ kind: "beat", at, beat: beats(4), bar: 1 });
      sink.send({ kind: "gauge", at, voice: "model1", density: 0.5, surprise: null });
      sink.send({ kind: "cue", at, cue: aCue({ at, beat: beats(8) }) });
      send({ ...note(100, "kick"), voice: "a voice /nobody# knows" });
    });

    it("ends what sounds before it goes, and may be told to go twice", async () => {
      send(note(50, "kick", 5000));
      await rig.pass(200);
      await rig.sink.dispose();
      await rig.sink.dispose();
      await rig.pass(50);
      expect(seen()).toEqual(["on kick", "off kick"]);
      send(note(300, "snare"));
    });
  });
};
