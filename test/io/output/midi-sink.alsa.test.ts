import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { monotonicNow, monotonicTime } from "../../../server/core/time/monotonic.ts";
import { findRtMidi, type Input } from "../../../server/io/midi/rtmidi.ts";
import { MidiSink, type MidiSinkOptions } from "../../../server/io/output/midi-sink.ts";
import { OutputThread } from "../../../server/io/output/output-thread.ts";
import { Planner, type PlannerTransport } from "../../../server/io/output/planner.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, bpm, ms } from "../../../shared/time/units.ts";

const support = findRtMidi();
const isAlsa = process.platform === "linux" && support.available;

/**
 * The output on a real sequencer, read by aseqdump. The machine may be an emulated one, a tenth as
 * fast: moments are not looked at, and the tempo is slow.
 */
describe.skipIf(!isAlsa)(`a MIDI output on ALSA${isAlsa ? "" : " (skipped: no ALSA sequencer here)"}`, () => {
  const disposables: (() => unknown)[] = [];
  afterEach(async () => {
    for (const dispose of disposables.splice(0).reverse()) await dispose();
  });

  const opened = async (options: Partial<MidiSinkOptions> & Pick<MidiSinkOptions, "port">) => {
    const reports: string[] = [];
    const report = ({ text }: { text: string }): unknown => reports.push(text);
    const thread = new OutputThread({ time: monotonicTime, report });
    disposables.push(() => thread.dispose());
    const sink = new MidiSink({ thread, channels: { model1: [10] }, offset: ms(0), clock: null, report, ...options });
    await expect.poll(() => sink.connection.state, { timeout: 90_000 }).toBe("open");
    return { thread, sink, reports };
  };
  const state = (tempo: number, playing: boolean, beat: Beats, at = monotonicNow()): PlannerTransport => ({
    playing,
    timeline: new Timeline(bpm(tempo), beat, at),
    metre: COMMON_TIME,
    at,
    jumped: true,
  });
  /** What aseqdump prints of a port of ours: one event a line. */
  const dumped = async (name: string) => {
    const listing = spawnSync("aconnect", ["-l"], { encoding: "utf8" }).stdout;
    let client = "";
    let address = "";
    for (const line of listing.split("\n")) {
      client = /^client (\d+):/.exec(line)?.[1] ?? client;
      const port = /^\s+(\d+) '(.*?)\s*'$/.exec(line);
      if (port?.[2] === name) address = `${client}:${port[1]}`;
    }
    expect(address, listing).not.toBe("");
    const dump: ChildProcess = spawn("stdbuf", ["-oL", "aseqdump", "-p", address]);
    disposables.push(() => dump.kill());
    let printed = "";
    dump.stdout!.on("data", (data) => {
      printed += data;
    });
    await expect.poll(() => printed, { timeout: 20_000 }).toContain("Source");
    return () =>
      printed
        .split("\n")
        .flatMap((line) => (/^\s*\d+:\d+\s+(.*?)\s*$/.exec(line)?.[1] ?? "").replaceAll(/\s+/g, " ") || []);
  };

  it("plays planned notes into a virtual port, each with its end", async () => {
    const { sink, thread } = await opened({ port: { virtual: "Antiphon model1" } });
    const lines = await dumped("Antiphon model1");
    const transport = state(60, true, beats(0));
    const planner = new Planner({ time: monotonicTime, sinks: [sink], transport, report: () => {} });
    disposables.push(() => planner.dispose());
    planner.plan(
      [0, 1, 2, 3].map((i) => ({
        id: i + 1,
        voice: "model1",
        drum: i % 2 === 0 ? "kick" : "snare",
        velocity: 60 + i,
        beat: beats(1 + i / 4),
        duration: beats(0.125),
        surprise: null,
        live: false,
      })),
    );
    // On a machine as slow as this may be, a note can be too late to be sent; then its end is not sent either.
    const { statistics } = thread;
    const dropped = (): number => statistics.lateDropped + planner.lateDropped;
    await expect.poll(() => lines().length / 2 + dropped(), { timeout: 20_000 }).toBe(4);
    const played = [0, 1, 2, 3].flatMap((i) => {
      const pitch = i % 2 === 0 ? 36 : 38;
      const on = `Note on 9, note ${pitch}, velocity ${60 + i}`;
      return lines().includes(on) ? [on, `Note off 9, note ${pitch}, velocity 0`] : [];
    });
    expect(played.length).toBeGreaterThan(0);
    expect(lines()).toEqual(played);
  }, 240_000);

  it("sends Start, 24 clocks a beat, Stop, Song Position and Continue", async () => {
    const { sink } = await opened({ port: { virtual: "Antiphon clock" }, clock: { pause: ms(1000) } });
    const lines = await dumped("Antiphon clock");
    const tempo = 40;
    const transport = state(tempo, true, beats(0), ms(monotonicNow() + 1500));
    const planner = new Planner({ time: monotonicTime, sinks: [sink], transport, report: () => {} });
    disposables.push(() => planner.dispose());
    // Eight beats and a half of a tick, then a stop; later it goes on from beat 8.3.
    const stopAt = transport.timeline.toMs(beats(8 - 0.5 / 24));
    await sleep(stopAt - monotonicNow() - 500);
    planner.setTransport({ ...transport, playing: false, at: stopAt, jumped: false });
    await sleep(2500);
    planner.setTransport(state(tempo, true, beats(8.3)));
    await expect.poll(() => lines().at(-1), { timeout: 20_000 }).toBe("Clock");
    await expect.poll(() => lines().includes("Continue"), { timeout: 20_000 }).toBe(true);
    await sleep(1000);
    const all = lines();
    const orders = all.filter((line) => line !== "Clock");
    expect(orders.map((line) => line.split(" ")[0])).toEqual(["Start", "Stop", "Song", "Continue"]);
    const start = all.indexOf("Start");
    const stop = all.indexOf("Stop");
    expect(all[start + 1]).toBe("Clock");
    // A machine as slow as this may be is stopped in the midst of catching up; never is there one too many.
    expect(stop - start - 1).toBeLessThanOrEqual(8 * 24);
    expect(stop - start - 1).toBeGreaterThan(7 * 24);
    const sixteenths = Number(/\d+/.exec(orders[2]!)![0]);
    // A second at 40 is two thirds of a beat: the 16th after beat 8.97.
    expect(sixteenths).toBe(36);
    expect(all.slice(all.indexOf("Continue") + 1).length).toBeGreaterThan(8);
  }, 240_000);

  it("notices that its port is gone, and ends what sounded when it is back", async () => {
    if (!support.available) return;
    const device = (): { input: Input; heard: string[] } => {
      const input = support.midi.newInput();
      const heard: string[] = [];
      input.on("message", (_delta, bytes) => heard.push(bytes.join(" ")));
      input.openVirtualPort("Module");
      return { input, heard };
    };
    const first = device();
    const { sink, reports } = await opened({ port: { named: "module" } });
    sink.send({ kind: "transport", ...state(60, true, beats(0)) });
    const now = monotonicNow();
    const note = {
      id: 1,
      voice: "model1",
      drum: "kick",
      velocity: 100,
      beat: beats(0),
      duration: beats(2),
      at: now,
      surprise: null,
      live: true,
    } as const;
    sink.send({ kind: "note", at: now, note });
    await expect.poll(() => first.heard, { timeout: 10_000 }).toEqual(["153 36 100"]);
    first.input.destroy();
    await expect.poll(() => sink.connection.state, { timeout: 10_000 }).toBe("waiting");
    expect(reports.some((text) => text.includes("is gone"))).toBe(true);
    await sleep(Math.max(0, now + 2500 - monotonicNow()));
    const second = device();
    disposables.push(() => second.input.destroy());
    await expect.poll(() => second.heard, { timeout: 10_000 }).toEqual(["137 36 0"]);
    expect(sink.connection.state).toBe("open");
  }, 240_000);
});
