import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { MidiInputPort, type TimedMessage } from "../../../server/io/midi/input-port.ts";
import type { PortChoice } from "../../../server/io/midi/port.ts";
import { findRtMidi } from "../../../server/io/midi/rtmidi.ts";
import type { Report } from "../../../shared/events/report.ts";
import { midiBytes, note, TICKS } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const support = findRtMidi();
const skipped = support.available && support.midi.virtualPorts ? "" : ` (skipped: no virtual MIDI ports here)`;

/** The machine may be an emulated one, a tenth as fast. */
const PATIENT = { timeout: 60_000 };

/** The driver's own ports, with no stand-in: run where the system has a MIDI sequencer. What is early or late is not looked at. */
describe.skipIf(skipped !== "")(`MidiInputPort on the system's MIDI${skipped}`, () => {
  const folder = temporaryFolder();
  const disposables: (() => void)[] = [];
  afterEach(() => {
    for (const dispose of disposables.splice(0)) dispose();
  });

  const opened = (choice: PortChoice) => {
    const reports: Report[] = [];
    const port = new MidiInputPort(choice, findRtMidi, monotonicTime, (report) => reports.push(report));
    disposables.push(() => port.dispose());
    const heard: TimedMessage[] = [];
    port.onMessage((timed) => heard.push(timed));
    return { port, heard, reports };
  };

  const newPad = () => {
    if (!support.available) throw new Error(support.reason);
    const pad = support.midi.newOutput();
    pad.openVirtualPort("Pad");
    return pad;
  };

  it("hears clocks and notes of a named port, in order and by its own times, though the main loop is blocked", async () => {
    const pad = newPad();
    disposables.push(() => pad.destroy());
    const { port, heard } = opened({ named: "pad" });
    const called: number[] = [];
    port.onMessage(() => called.push(monotonicTime.now()));
    await expect.poll(() => port.connection.state, PATIENT).toBe("open");
    pad.sendMessage([0xfa]);
    await expect.poll(() => heard.length, PATIENT).toBe(1);
    const sent: number[] = [];
    for (let i = 0; i < 8; i++) {
      sent.push(monotonicTime.now());
      pad.sendMessage(i % 2 === 0 ? [0xf8] : [0x99, 38, 10 + i]);
      // The loop does not turn in here, so every callback runs after the last message was sent.
      while (monotonicTime.now() < sent[i]! + 20);
    }
    const blockedUntil = monotonicTime.now();
    await expect.poll(() => heard.length, PATIENT).toBe(9);
    expect(heard.map(({ message }) => message.type).join(" ")).toBe(
      "start clock note-on clock note-on clock note-on clock note-on",
    );
    // Nobody was called before the loop turned again; each stamp is later than the one before.
    for (const at of called.slice(1)) expect(at).toBeGreaterThanOrEqual(blockedUntil);
    for (let i = 2; i < heard.length; i++) expect(heard[i]!.at).toBeGreaterThan(heard[i - 1]!.at);
  }, 240_000);

  it("notices that a port is gone and takes it again when it is back", async () => {
    const pad = newPad();
    const { port, heard, reports } = opened({ named: "pad" });
    await expect.poll(() => port.connection.state, PATIENT).toBe("open");
    pad.destroy();
    await expect.poll(() => port.connection.state, PATIENT).toBe("waiting");
    expect(reports.some(({ text }) => text.includes("is gone"))).toBe(true);
    const again = newPad();
    disposables.push(() => again.destroy());
    await expect.poll(() => port.connection.state, PATIENT).toBe("open");
    again.sendMessage([0x99, 36, 99]);
    await expect.poll(() => heard.length, PATIENT).toBe(1);
  }, 240_000);

  it("takes a port again that was away for a moment only", async () => {
    const pad = newPad();
    const { port, heard, reports } = opened({ named: "pad" });
    await expect.poll(() => port.connection.state, PATIENT).toBe("open");
    pad.destroy();
    const again = newPad();
    disposables.push(() => again.destroy());
    await expect.poll(() => reports.filter(({ text }) => text.includes("is open")).length, PATIENT).toBe(2);
    again.sendMessage([0x99, 36, 99]);
    await expect.poll(() => heard.length, PATIENT).toBe(1);
  }, 240_000);

  it.skipIf(process.platform !== "linux")(
    "takes what aplaymidi plays into its virtual port",
    async () => {
      const { heard } = opened({ virtual: "Antiphon" });
      const notes = [36, 38, 22, 26, 43].flatMap((pitch, i) => note(i * (TICKS / 4), pitch, 20 + i * 25));
      const path = await folder.write("pads.mid", midiBytes(notes));
      const listing = spawnSync("aplaymidi", ["-l"], { encoding: "utf8" }).stdout;
      const address = /^\s*(\d+:\d+)\s.*Antiphon/m.exec(listing)?.[1];
      expect(address, listing).toBeDefined();
      expect(spawnSync("aplaymidi", ["-p", address!, "-d", "0", path], { encoding: "utf8" }).stderr).toBe("");
      await expect.poll(() => heard.length, PATIENT).toBe(10);
      const ons = heard.flatMap(({ message }) =>
        message.type === "note-on" ? [[message.pitch, message.velocity]] : [],
      );
      expect(ons).toEqual([
        [36, 20],
        [38, 45],
        [22, 70],
        [26, 95],
        [43, 120],
      ]);
    },
    240_000,
  );
});
