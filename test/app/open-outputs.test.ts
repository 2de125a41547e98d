import { describe, expect, it } from "vitest";
import { openOutputs } from "../../server/app/open-outputs.ts";
import { Show } from "../../server/core/show/show.ts";
import { midiKey } from "../../server/io/output/midi-lane.ts";
import { COMMON_TIME } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../shared/time/units.ts";
import { FakeLanes } from "../helpers/fake-lanes.ts";

describe("opening the outputs", () => {
  it("sends a voice on every channel that its routes to one port name, on each once", () => {
    const lanes = new FakeLanes();
    const port = "Synth";
    const midi = [10, 2, 10].map((channel) => ({ port, channel }));
    const show = Show.parse({ voices: [{ name: "drummer", kind: "live", midi }] });
    const sinks = openOutputs(show, [], lanes, () => {});
    expect(sinks).toHaveLength(1);
    expect(lanes.lane).toMatchObject({ channels: [10, 2] });
    const timeline = new Timeline(bpm(120), beats(0), ms(0));
    sinks[0]!.send({ kind: "transport", at: ms(0), playing: true, timeline, metre: COMMON_TIME, jumped: false });
    const note = {
      id: 5,
      voice: "drummer",
      drum: "snare",
      velocity: 90,
      beat: beats(2),
      duration: beats(0.5),
      at: ms(1000),
      surprise: null,
      live: true,
    } as const;
    sinks[0]!.send({ kind: "note", at: note.at, note });
    expect(lanes.pulses.map(({ key }) => key)).toEqual([midiKey(10, 38), midiKey(2, 38)]);
  });
});
