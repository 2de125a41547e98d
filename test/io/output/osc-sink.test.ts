import { describe, expect, it } from "vitest";
import type { PerformanceEvent } from "../../../server/core/music/sink.ts";
import type { OscProfile } from "../../../server/io/osc/osc-profile.ts";
import { generic } from "../../../server/io/osc/profiles/generic.ts";
import { OscSink, type OscSinkOptions } from "../../../server/io/output/osc-sink.ts";
import { FLAG_IMMEDIATE } from "../../../server/io/output/record-ring.ts";
import type { Note } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { aCue } from "../../helpers/cue.ts";
import { FakeLanes } from "../../helpers/fake-lanes.ts";
import { readOsc } from "../../helpers/udp-receiver.ts";

const transport = (tempo = 120, changes: Partial<Extract<PerformanceEvent, { kind: "transport" }>> = {}) =>
  ({
    kind: "transport",
    at: ms(0),
    playing: true,
    timeline: new Timeline(bpm(tempo), beats(0), ms(0)),
    metre: COMMON_TIME,
    jumped: false,
    ...changes,
  }) satisfies PerformanceEvent;
const note = (changes: Partial<Note> = {}): PerformanceEvent => {
  const sent: Note = {
    id: 5,
    voice: "model1",
    drum: "snare",
    velocity: 127,
    beat: beats(2),
    duration: beats(0.5),
    at: ms(1000),
    surprise: 1,
    live: false,
    ...changes,
  };
  return { kind: "note", at: sent.at, note: sent };
};
const rig = (options: Partial<OscSinkOptions> = {}) => {
  const lanes = new FakeLanes();
  const sink = new OscSink({
    thread: lanes,
    host: "127.0.0.1",
    port: 7000,
    profile: generic,
    offset: ms(0),
    bundleAhead: null,
    scenes: ["tunnel", "skin"],
    report: () => {},
    ...options,
  });
  const address = (key: number) => readOsc(lanes.packets.get(key)!.bytes).address;
  return {
    lanes,
    sink,
    /** [address, value, at] of what was sent since the last call. */
    sent: () =>
      lanes.pulses.splice(0).map(({ key, value, at }) => [address(key), Math.round(value * 1e6) / 1e6, Math.round(at)]),
  };
};

describe("an OSC target with the generic profile", () => {
  it("is told tempo and playing when they change, and not when they do not", () => {
    const { sink, sent } = rig();
    sink.send(transport());
    expect(sent()).toEqual([
      ["/antiphon/playing", 1, 0],
      ["/antiphon/tempo", 120, 0],
    ]);
    sink.send(transport(120.01));
    expect(sent()).toEqual([]);
    sink.send(transport(121, { at: ms(90) }));
    expect(sent()).toEqual([["/antiphon/tempo", 121, 90]]);
    sink.send(transport(121, { at: ms(95), playing: false }));
    expect(sent()).toEqual([["/antiphon/playing", 0, 95]]);
  });

  it("is told a note at its drum and at any, from its moment to its end, velocity 0 to 1", () => {
    const { lanes, sink, sent } = rig();
    sink.send(transport());
    sent();
    sink.send(note());
    for (const pulse of lanes.pulses) expect(pulse).toMatchObject({ until: 1250, id: 5, flags: 0 });
    expect(sent()).toEqual([
      ["/antiphon/model1/snare", 1, 1000],
      ["/antiphon/model1/any", 1, 1000],
    ]);
  });

  it("is told live notes at once, whatever its offset", () => {
    const { lanes, sink } = rig({ offset: ms(-500) });
    sink.send(transport());
    lanes.pulses.length = 0;
    sink.send(note({ live: true }));
    expect(lanes.pulses[0]).toMatchObject({ flags: FLAG_IMMEDIATE, until: 1250 });
  });

  it("is told beats from 1, bars from 1 on the bar line, and the way through the bar", () => {
    const { sink, sent } = rig();
    sink.send(transport());
    sent();
    sink.send({ kind: "beat", at: ms(2000), beat: beats(4), bar: 1 });
    sink.send({ kind: "beat", at: ms(2500), beat: beats(5), bar: 1 });
    const all = sent();
    expect(all.filter(([address]) => /beat|bar/.test(String(address)))).toEqual([
      ["/antiphon/beat", 1, 2000],
      ["/antiphon/bar", 2, 2000],
      ["/antiphon/beat", 2, 2500],
    ]);
    const phases = all.filter(([address]) => address === "/antiphon/phase");
    expect(phases.map(([, value]) => value)).toEqual(Array.from({ length: 32 }, (_, i) => i / 64));
    phases.forEach(([, value, at]) => {
      expect(at).toBe(Math.round(2000 + Number(value) * 2000));
    });
  });

  it("is told the state again at every bar line, the cue only once it is in force", () => {
    const { sink, sent } = rig();
    sink.send(transport());
    const cue = aCue({ at: ms(3000), scene: "skin", intensity: 0.25 });
    sink.send({ kind: "cue", at: cue.at, cue });
    sent();
    const states = (beat: number) => {
      sink.send({ kind: "beat", at: ms(beat * 500), beat: beats(beat), bar: Math.floor(beat / 4) });
      return sent().filter(([address]) => !/beat|bar|phase/.test(String(address)));
    };
    expect(states(4)).toEqual([
      ["/antiphon/tempo", 120, 2000],
      ["/antiphon/playing", 1, 2000],
    ]);
    expect(states(5)).toEqual([]);
    expect(states(8)).toEqual([
      ["/antiphon/tempo", 120, 4000],
      ["/antiphon/playing", 1, 4000],
      ["/antiphon/scene", 1, 4000],
      ["/antiphon/intensity", 0.25, 4000],
    ]);
  });

  it("has no phase beyond the bar line of an odd metre", () => {
    const { sink, sent } = rig();
    sink.send(transport(120, { metre: { numerator: 7, denominator: 8 } }));
    sent();
    sink.send({ kind: "beat", at: ms(1500), beat: beats(3), bar: 0 });
    const phases = sent().filter(([address]) => address === "/antiphon/phase");
    expect(phases).toHaveLength(8);
    expect(phases.at(-1)![1]).toBeCloseTo(3.4375 / 3.5, 5);
  });

  it("gives the same place of the music the same id, another after a jump: only the first may be moved", () => {
    const { lanes, sink } = rig();
    const beat: PerformanceEvent = { kind: "beat", at: ms(2000), beat: beats(4), bar: 1 };
    const ids = () => {
      lanes.pulses.length = 0;
      sink.send(beat);
      return lanes.pulses.map(({ id }) => id);
    };
    sink.send(transport());
    const first = ids();
    sink.send(transport(140));
    expect(ids()).toEqual(first);
    sink.send(transport(140, { jumped: true }));
    expect(lanes.calls.at(-1)).toBe("revoke grid");
    const second = ids();
    expect(second).toHaveLength(first.length);
    for (const id of second) {
      expect(id).toBeLessThan(0);
      expect(first).not.toContain(id);
    }
  });

  it("moves the phases of the beat that has begun when the tempo changes", () => {
    const { lanes, sink } = rig();
    sink.send(transport());
    sink.send({ kind: "beat", at: ms(2000), beat: beats(4), bar: 1 });
    const before = lanes.pulses.splice(0).filter(({ id }) => id < 0);
    sink.send(transport(60, { timeline: transport().timeline.withTempo(bpm(60), ms(2100)), at: ms(2100) }));
    const moved = lanes.pulses.filter(({ id }) => id < 0);
    const last = moved.at(-1)!;
    expect(last.id).toBe(before.at(-1)!.id);
    expect(last.at).toBeGreaterThan(before.at(-1)!.at + 300);
    for (const { at } of moved) expect(at).toBeGreaterThanOrEqual(2100);
  });

  it("is told scenes by number and intensity with a cue, and says nothing of unknown scenes", () => {
    const { sink, sent } = rig();
    sink.send(transport());
    sent();
    const cue = aCue({ beat: beats(8), at: ms(4000), scene: "skin", intensity: 0.75 });
    sink.send({ kind: "cue", at: cue.at, cue });
    sink.send({ kind: "cue", at: cue.at, cue: { ...cue, id: 2, scene: "?" } });
    expect(sent()).toEqual([
      ["/antiphon/scene", 1, 4000],
      ["/antiphon/intensity", 0.75, 4000],
      ["/antiphon/intensity", 0.75, 4000],
    ]);
  });

  it("is told density and surprise of every voice, surprise only when there is one", () => {
    const { sink, sent } = rig();
    sink.send({ kind: "gauge", at: ms(0), voice: "drummer", density: 0.25, surprise: 1.5 });
    sink.send({ kind: "gauge", at: ms(0), voice: "model1", density: 0.5, surprise: null });
    expect(sent().map(([address, value]) => [address, value])).toEqual([
      ["/antiphon/drummer/density", 0.25],
      ["/antiphon/drummer/surprise", 1.5],
      ["/antiphon/model1/density", 0.5],
    ]);
  });

  it("keeps OSC's own characters out of addresses", () => {
    const { sink, sent } = rig();
    sink.send({ kind: "gauge", at: ms(0), voice: "my /voice*", density: 0, surprise: null });
    expect(sent()[0]![0]).toBe("/antiphon/my__voice_/density");
  });

  it.each([60, 240])("is earlier by exactly its offset and the bundle's lead at %i bpm", (tempo) => {
    const plain = rig();
    const early = rig({ offset: ms(-20), bundleAhead: ms(50) });
    for (const { sink } of [plain, early]) {
      sink.send(transport(tempo));
      sink.send(note());
      sink.send({ kind: "beat", at: ms(2000), beat: beats(4), bar: 1 });
    }
    expect(early.lanes.pulses).toHaveLength(plain.lanes.pulses.length);
    early.lanes.pulses.forEach(({ at }, i) => {
      expect(at - plain.lanes.pulses[i]!.at).toBeCloseTo(-70, 9);
    });
    expect(early.sink.lookahead - plain.sink.lookahead).toBe(70);
    expect(early.lanes.lane).toMatchObject({ aheadMs: 50 });
  });
});

describe("an OSC target with a profile of its own", () => {
  /** The way Resolume is triggered: 1, then 0 after 50 ms (see its profile when there is one). */
  const triggers: OscProfile = {
    name: "triggers",
    rules: [
      {
        source: "note",
        voice: "model1",
        drum: "snare",
        address: "/composition/layers/1/clips/2/connect",
        type: "i",
        value: 1,
        holdMs: 50,
      },
      { source: "bar", address: "/composition/connectnextcolumn", type: "none" },
    ],
  };

  it("is told what its rules say, with their values, and nothing else", () => {
    const { lanes, sink, sent } = rig({ profile: triggers });
    sink.send(transport());
    sink.send(note());
    expect(lanes.pulses[0]).toMatchObject({ at: 1000, until: 1050, value: 1 });
    sink.send(note({ voice: "model2" }));
    sink.send(note({ drum: "kick" }));
    sink.send({ kind: "beat", at: ms(2000), beat: beats(4), bar: 1 });
    expect(sent().map(([address]) => address)).toEqual([
      "/composition/layers/1/clips/2/connect",
      "/composition/connectnextcolumn",
    ]);
    expect([...lanes.packets.values()].map(({ bytes }) => readOsc(bytes).types)).toEqual([",i", ","]);
  });
});
