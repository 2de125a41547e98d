import { describe, expect, it } from "vitest";
import { MidiInputPort, type TimedMessage } from "../../../server/io/midi/input-port.ts";
import type { PortChoice } from "../../../server/io/midi/port.ts";
import type { Report } from "../../../shared/events/report.ts";
import { FakeMidiInputs } from "../../helpers/fake-midi-inputs.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const TD17 = "TD-17:TD-17 MIDI 1 20:0";

const opened = (midi: FakeMidiInputs, choice: PortChoice = { named: "td-17" }) => {
  const time = new VirtualTime();
  const reports: Report[] = [];
  const port = new MidiInputPort(choice, midi.find, time, (report) => reports.push(report));
  const heard: TimedMessage[] = [];
  port.onMessage((timed) => heard.push(timed));
  return { time, reports, port, heard };
};

describe("MidiInputPort", () => {
  it("takes a port by a part of its name and hands its messages to every listener", () => {
    const midi = new FakeMidiInputs("Midi Through:Midi Through Port-0 14:0", TD17);
    const { port, heard } = opened(midi);
    let clocks = 0;
    port.onMessage(({ message }) => {
      if (message.type === "clock") clocks++;
    });
    midi.feed(TD17, [0x99, 38, 90]);
    midi.feed(TD17, [0xf8]);
    expect(port.connection).toEqual({ kind: "midi-in", name: TD17, state: "open", detail: "" });
    expect(heard.map(({ message }) => message.type)).toEqual(["note-on", "clock"]);
    expect(clocks).toBe(1);
  });

  it("stamps messages with the driver's times when callbacks come late", async () => {
    const midi = new FakeMidiInputs(TD17);
    const { time, heard } = opened(midi);
    await time.advanceTo(100);
    midi.feed(TD17, [0x99, 38, 90]);
    await time.advanceTo(217);
    midi.feed(TD17, [0x99, 38, 90], 0.1);
    midi.feed(TD17, [0x99, 42, 90], 0.005);
    expect(heard.map(({ at }) => at)).toEqual([100, 200, 205]);
  });

  it("makes a port of its own where the system has them", () => {
    const midi = new FakeMidiInputs();
    const { heard } = opened(midi, { virtual: "Antiphon" });
    midi.feed("Antiphon", [0x99, 36, 90]);
    expect(heard).toHaveLength(1);
  });

  it("says what to do where the system has no virtual ports", () => {
    const midi = new FakeMidiInputs();
    midi.virtualPorts = false;
    const { port, reports } = opened(midi, { virtual: "Antiphon" });
    expect(port.connection.state).toBe("failed");
    expect(reports.map(({ text }) => text).join()).toMatch(/loopback port/);
  });

  it("waits for its port and takes it when it appears, saying so once", async () => {
    const midi = new FakeMidiInputs("Keys:Keys 1 24:0");
    const { time, port, reports } = opened(midi);
    expect(port.connection.state).toBe("waiting");
    await time.advanceTo(5000);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ level: "warning", text: expect.stringContaining('"td-17"') });
    midi.ports.push(TD17);
    await time.advanceTo(6100);
    expect(port.connection.state).toBe("open");
    expect(reports.at(-1)).toMatchObject({ level: "info" });
  });

  it("notices a pulled cable, says so, and takes the port again under whatever number it comes back", async () => {
    const midi = new FakeMidiInputs(TD17);
    const { time, port, heard, reports } = opened(midi);
    midi.ports = [];
    await time.advanceTo(1100);
    expect(port.connection).toMatchObject({ state: "waiting", name: "td-17" });
    expect(reports.some(({ text }) => text.includes(`"${TD17}" is gone`))).toBe(true);
    const again = TD17.replace("20:0", "24:0");
    midi.ports = [again];
    await time.advanceTo(2200);
    midi.feed(again, [0x99, 36, 90]);
    expect(midi.open).toEqual([again]);
    expect(heard).toHaveLength(1);
    expect(midi.alive).toBe(1);
  });

  it("takes a port again that was away for a moment and looks as if nothing had been", async () => {
    const midi = new FakeMidiInputs(TD17);
    const { time, heard, reports } = opened(midi);
    midi.glitch();
    await time.advanceTo(1100);
    expect(reports.map(({ text }) => / is (open|gone)/.exec(text)?.[1])).toEqual(["open", "gone", "open"]);
    midi.feed(TD17, [0x99, 36, 90]);
    expect(heard).toHaveLength(1);
    expect(midi.alive).toBe(1);
  });

  it("starts on a machine without MIDI, tells why once, and plays when MIDI comes", async () => {
    const midi = new FakeMidiInputs(TD17);
    midi.missing = "This system has no ALSA sequencer; load it.";
    const { time, port, reports } = opened(midi);
    await time.advanceTo(3000);
    expect(reports).toMatchObject([{ room: "midi", level: "warning", text: midi.missing }]);
    midi.missing = null;
    await time.advanceTo(4100);
    expect(port.connection.state).toBe("open");
  });

  it("goes on trying when the driver refuses", async () => {
    const midi = new FakeMidiInputs(TD17);
    midi.refuses = "device busy";
    const { time, port, reports } = opened(midi);
    expect(port.connection).toMatchObject({ state: "failed", detail: expect.stringContaining("device busy") });
    await time.advanceTo(3100);
    expect(reports).toHaveLength(1);
    midi.refuses = null;
    await time.advanceTo(4100);
    expect(port.connection.state).toBe("open");
    expect(midi.alive).toBe(1);
  });

  it("goes on when a listener throws", () => {
    const midi = new FakeMidiInputs(TD17);
    const { port, reports } = opened(midi);
    port.onMessage(() => {
      throw new Error("deaf");
    });
    const after: TimedMessage[] = [];
    port.onMessage((timed) => after.push(timed));
    midi.feed(TD17, [0x99, 36, 90]);
    expect(after).toHaveLength(1);
    expect(reports.at(-1)).toMatchObject({ level: "error", text: expect.stringContaining("deaf") });
  });

  it("releases the driver and its timer on dispose, twice being harmless", async () => {
    const midi = new FakeMidiInputs(TD17);
    const { time, port, heard } = opened(midi);
    port.dispose();
    port.dispose();
    midi.feed(TD17, [0x99, 36, 90]);
    await time.advanceTo(5000);
    expect(heard).toEqual([]);
    expect(midi.alive).toBe(0);
  });
});
