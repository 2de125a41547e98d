import { describe, expect, it } from "vitest";
import { MidiOutputPort } from "../../../server/io/midi/output-port.ts";
import type { PortChoice } from "../../../server/io/midi/port.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { FakeMidiOutputs } from "../../helpers/fake-midi-outputs.ts";

const KIT = "TD-17:TD-17 MIDI 1 20:0";
const NOTE = Buffer.of(0x99, 38, 100);

const rig = (midi: FakeMidiOutputs, choice: PortChoice = { named: "td-17" }) => {
  const reports: Report[] = [];
  const states: Connection["state"][] = [];
  let opened = 0;
  const port = new MidiOutputPort(
    choice,
    midi.find,
    { opened: () => opened++, connection: ({ state }) => states.push(state) },
    (report) => reports.push(report),
  );
  port.look();
  return { port, states, texts: () => reports.map(({ text }) => text), opened: () => opened };
};

describe("a MIDI output port", () => {
  it("takes the port that a part of the name fits, and sends to it", () => {
    const midi = new FakeMidiOutputs("Midi Through:Midi Through Port-0 14:0", KIT);
    const { port, states } = rig(midi);
    port.send(NOTE);
    expect(midi.heard).toEqual([`${KIT}: 153 38 100`]);
    expect([port.open, states]).toEqual([true, ["open"]]);
  });

  it("waits for a port that is not there, saying so once, and takes it when it comes", () => {
    const midi = new FakeMidiOutputs();
    const { port, texts, states } = rig(midi);
    port.send(NOTE);
    port.look();
    midi.ports.push("Other:Other 24:0");
    port.look();
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toBe('No MIDI output is called "td-17" (there is none); it is taken as soon as it appears.');
    midi.ports.push(KIT);
    port.look();
    expect(states.at(-1)).toBe("open");
    expect(midi.heard).toEqual([]);
  });

  it("notices a port that goes, says so, and takes it again under its new number", () => {
    const midi = new FakeMidiOutputs(KIT);
    const { port, texts, opened } = rig(midi);
    midi.ports = [];
    port.look();
    expect(port.open).toBe(false);
    expect(texts()).toContain(`The MIDI output "${KIT}" is gone; it is taken again as soon as it is back.`);
    midi.ports = ["TD-17:TD-17 MIDI 1 28:0"];
    port.look();
    port.send(NOTE);
    expect(midi.heard).toEqual(["TD-17:TD-17 MIDI 1 28:0: 153 38 100"]);
    expect([opened(), midi.alive]).toEqual([2, 1]);
  });

  it("takes a port again that was away between two looks", () => {
    const midi = new FakeMidiOutputs(KIT);
    const { port, opened } = rig(midi);
    midi.glitch();
    port.look();
    port.send(NOTE);
    expect([midi.heard.length, opened(), midi.alive]).toEqual([1, 2, 1]);
  });

  it("makes a port of its own, or says what to do where the system has none", () => {
    const midi = new FakeMidiOutputs();
    const { port } = rig(midi, { virtual: "Antiphon model1" });
    port.look();
    expect(midi.open).toEqual(["Antiphon model1"]);
    midi.virtualPorts = false;
    const { texts, states } = rig(midi, { virtual: "Antiphon model2" });
    expect(states).toEqual(["failed"]);
    expect(texts()[0]).toContain("loopMIDI");
  });

  it("says in one sentence that there is no MIDI, and comes to life when there is", () => {
    const midi = new FakeMidiOutputs(KIT);
    midi.missing = "This system has no MIDI.";
    const { port, texts, states } = rig(midi);
    port.look();
    expect(texts()).toEqual(["This system has no MIDI."]);
    midi.missing = null;
    port.look();
    expect(states).toEqual(["failed", "open"]);
  });

  it("survives a driver that throws, when opening and when sending", () => {
    const midi = new FakeMidiOutputs(KIT);
    midi.refuses = "busy";
    const { port, texts, states } = rig(midi);
    expect(texts()[0]).toBe('The MIDI output "td-17" cannot be used (busy); it is tried again.');
    midi.refuses = null;
    port.look();
    midi.refuses = "broken pipe";
    port.send(NOTE);
    expect([port.open, states]).toEqual([false, ["failed", "open", "failed"]]);
    midi.refuses = null;
    port.look();
    port.send(NOTE);
    expect([midi.heard.length, midi.alive]).toEqual([1, 1]);
  });

  it("closes its port, and may be told to twice", () => {
    const midi = new FakeMidiOutputs(KIT);
    const { port } = rig(midi);
    port.dispose();
    port.dispose();
    port.send(NOTE);
    expect([midi.alive, midi.heard.length]).toEqual([0, 0]);
  });
});
