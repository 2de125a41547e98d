import { describe, expect, it } from "vitest";
import type { PerformanceEvent } from "../../../server/core/music/sink.ts";
import { midiKey } from "../../../server/io/output/midi-lane.ts";
import { MidiSink, type MidiSinkOptions } from "../../../server/io/output/midi-sink.ts";
import { FLAG_IMMEDIATE } from "../../../server/io/output/record-ring.ts";
import type { Note } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { FakeLanes } from "../../helpers/fake-lanes.ts";

const transport = (changes: { tempo?: number; playing?: boolean; at?: number } = {}): PerformanceEvent => ({
  kind: "transport",
  at: ms(changes.at ?? 0),
  playing: changes.playing ?? true,
  timeline: new Timeline(bpm(changes.tempo ?? 120), beats(0), ms(0)),
  metre: COMMON_TIME,
  jumped: false,
});
const note = (changes: Partial<Note> = {}): PerformanceEvent => {
  const sent: Note = {
    id: 5,
    voice: "model1",
    drum: "snare",
    velocity: 90,
    beat: beats(2),
    duration: beats(0.5),
    at: ms(1000),
    surprise: 1,
    live: false,
    ...changes,
  };
  return { kind: "note", at: sent.at, note: sent };
};
const rig = (options: Partial<MidiSinkOptions> = {}) => {
  const lanes = new FakeLanes();
  const sink = new MidiSink({
    thread: lanes,
    port: { named: "Kit" },
    channels: { model1: [10], drummer: [3] },
    offset: ms(0),
    clock: null,
    report: () => {},
    ...options,
  });
  return { lanes, sink };
};

describe("a MIDI output", () => {
  it("sends each voice on its channel, and voices without one not at all", () => {
    const { lanes, sink } = rig();
    sink.send(transport());
    sink.send(note());
    sink.send(note({ voice: "drummer", id: 6 }));
    sink.send(note({ voice: "video", id: 7 }));
    expect(lanes.pulses.map(({ key, id }) => [key, id])).toEqual([
      [midiKey(10, 38), 5],
      [midiKey(3, 38), 6],
    ]);
  });

  it("sends a note with its velocity, from its moment to its end by the timeline", () => {
    const { lanes, sink } = rig();
    sink.send(transport());
    sink.send(note());
    expect(lanes.pulses[0]).toMatchObject({ at: 1000, until: 1250, value: 90, flags: 0 });
  });

  it("sends other pitches if told so", () => {
    const { lanes, sink } = rig({ pitches: { snare: 40 } });
    sink.send(transport());
    sink.send(note());
    sink.send(note({ drum: "kick" }));
    expect(lanes.pulses.map(({ key }) => key)).toEqual([midiKey(10, 40), midiKey(10, 36)]);
  });

  it.each([60, 120, 240])("is earlier by exactly its offset at %i bpm, but for live notes", (tempo) => {
    const plain = rig();
    const early = rig({ offset: ms(-35) });
    for (const { sink } of [plain, early]) {
      sink.send(transport({ tempo }));
      sink.send(note());
      sink.send(note({ live: true, at: ms(980), id: 8 }));
    }
    const [note0, live0] = plain.lanes.pulses;
    const [note1, live1] = early.lanes.pulses;
    expect(note1!.at - note0!.at).toBe(-35);
    expect(note1!.until - note0!.until).toBeCloseTo(-35, 9);
    expect(live1).toEqual(live0);
    expect(live0!.flags).toBe(FLAG_IMMEDIATE);
    expect(live0!.until).toBe(980 + 30_000 / tempo);
    expect(early.sink.lookahead - plain.sink.lookahead).toBe(35);
  });

  it("ends what sounds when the transport stops, offset included", () => {
    const { lanes, sink } = rig({ offset: ms(20) });
    sink.send(transport({ playing: false, at: 500 }));
    expect(lanes.calls).toEqual(["end 520"]);
  });

  it("sends no clock unless told to", () => {
    const { lanes, sink } = rig();
    sink.send(transport());
    lanes.connect("Kit", "open");
    expect(lanes.clocks).toEqual([]);
    expect(lanes.lane).toMatchObject({ clockPauseMs: null });
  });

  it("sends clock by the shifted timeline once its port is open, and anew when it is back", () => {
    const { lanes, sink } = rig({ clock: { pause: ms(300) }, offset: ms(-10) });
    sink.send(transport());
    expect(lanes.clocks).toEqual([null]);
    lanes.connect("Kit:Kit 1 20:0", "open");
    expect(lanes.clocks.at(-1)).toMatchObject({ playing: true, at: -10 });
    expect(lanes.clocks.at(-1)!.timeline.toMs(beats(2))).toBe(990);
    lanes.connect("Kit", "waiting");
    lanes.connect("Kit:Kit 1 24:0", "open");
    expect(lanes.clocks.slice(-2).map((clock) => clock?.playing)).toEqual([undefined, true]);
  });

  it("never sends clock to the port whose clock is followed", () => {
    const { lanes, sink } = rig({ clock: { pause: ms(300) } });
    sink.send(transport());
    lanes.connect("Kit:Kit 1 20:0", "open");
    expect(sink.clockPort).toBe("Kit:Kit 1 20:0");
    expect(rig().sink.clockPort).toBeNull();
    sink.follow("kit:Kit 1 20:0");
    expect(lanes.clocks.at(-1)).toBeNull();
    sink.send(transport({ tempo: 130 }));
    expect(lanes.clocks.at(-1)).toBeNull();
    sink.follow("Other:Other 1 28:0");
    expect(lanes.clocks.at(-1)).toMatchObject({ playing: true });
    sink.follow(null);
    expect(lanes.clocks.at(-1)).toMatchObject({ playing: true });
  });

  it("refuses channels and pitches that are none, in one sentence", () => {
    expect(() => rig({ channels: { model1: [17] } })).toThrow(
      'In MIDI output, the channel of "model1" must be a whole number from 1 to 16, not 17.',
    );
    expect(() => rig({ pitches: { kick: 128 } })).toThrow('the pitch of "kick"');
  });
});
