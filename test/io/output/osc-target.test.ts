import { execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { monotonicNow, monotonicTime, wallClockOf } from "../../../server/core/time/monotonic.ts";
import { generic } from "../../../server/io/osc/profiles/generic.ts";
import { OscSink } from "../../../server/io/output/osc-sink.ts";
import { OutputThread } from "../../../server/io/output/output-thread.ts";
import type { Report } from "../../../shared/events/report.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { udpReceiver } from "../../helpers/udp-receiver.ts";

let thread: OutputThread;
let reports: Report[] = [];
const texts = () => reports.map(({ text }) => text);
beforeAll(async () => {
  thread = new OutputThread({ time: monotonicTime, report: (report) => reports.push(report) });
  await thread.ready;
});
afterAll(() => thread.dispose());
beforeEach(() => {
  reports = [];
});

const sinks: OscSink[] = [];
afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.dispose();
});
const target = (host: string, port: number, bundleAhead: number | null = null, voices: readonly string[] = []) => {
  const sink = new OscSink({
    thread,
    host,
    port,
    profile: generic,
    offset: ms(0),
    bundleAhead: bundleAhead === null ? null : ms(bundleAhead),
    voices,
    scenes: [],
    report: () => {},
  });
  sinks.push(sink);
  return sink;
};
const until = (what: () => boolean) => expect.poll(what, { interval: 20, timeout: 60_000 }).toBe(true);
const gauge = (sink: OscSink, density: number) =>
  sink.send({ kind: "gauge", at: monotonicNow(), voice: "v", density, surprise: null });
const start = (sink: OscSink) => {
  const now = monotonicNow();
  const timeline = new Timeline(bpm(120), beats(0), now);
  sink.send({ kind: "transport", at: now, playing: true, timeline, metre: COMMON_TIME, jumped: false });
  return timeline;
};
let noteId = 0;
/** A new one, in so many beats. */
const noteIn = (timeline: Timeline, ahead: number): Note => {
  const beat = timeline.toBeats(monotonicNow()) + ahead;
  return {
    id: ++noteId,
    voice: "model1",
    drum: "kick",
    velocity: 127,
    beat: beats(beat),
    duration: beats(0.1),
    at: timeline.toMs(beats(beat)),
    surprise: null,
    live: false,
  };
};
/** Time for a busy machine: what is later than its moment is not sent. */
const AHEAD_MS = 1000;
/** In real time: what a busy machine makes late is not sent. */
const RETRIES = 10;
/** Plays until all of it is heard, anew when the thread says that it dropped something as too late. */
const heard = async (play: () => void, all: () => boolean, forget: () => void) => {
  for (let i = 0; i < RETRIES && !all(); i++) {
    const { lateDropped } = thread.statistics;
    forget();
    play();
    await until(() => all() || thread.statistics.lateDropped > lateDropped);
  }
  expect(all()).toBe(true);
};
/** A port that nobody listens on. */
const freePort = async () => {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
};

describe("an OSC target over UDP", () => {
  it("gets every address with its one float, first the value, at the note's end 0", async () => {
    const receiver = await udpReceiver();
    const sink = target("127.0.0.1", receiver.port);
    await until(() => sink.connection.state === "open");
    const timeline = start(sink);
    await heard(
      () => {
        const sent = noteIn(timeline, 2);
        sink.send({ kind: "note", at: sent.at, note: sent });
      },
      () => receiver.received.filter(({ value }) => value === 0).length === 2,
      // The transport is told once.
      () => receiver.received.splice(2),
    );
    const arrived = receiver.received.map(({ address, types, value }) => `${address} ${types} ${value}`);
    expect(arrived).toEqual([
      "/antiphon/playing ,f 1",
      "/antiphon/tempo ,f 120",
      "/antiphon/model1/kick ,f 1",
      "/antiphon/model1/any ,f 1",
      "/antiphon/model1/kick ,f 0",
      "/antiphon/model1/any ,f 0",
    ]);
    await receiver.close();
  });

  it("that a killed run has left with notes on is told 0 for every drum and `any` of every voice", async () => {
    const receiver = await udpReceiver();
    const voices = ["drummer", "model1"];
    const wanted = voices.flatMap((voice) => [...DRUMS, "any"].map((name) => `/antiphon/${voice}/${name} 0`)).sort();
    for (let run = 1; run <= 2; run++) {
      const sink = target("127.0.0.1", receiver.port, null, voices);
      await until(() => receiver.received.length >= wanted.length);
      const told = receiver.received.splice(0).map(({ address, value }) => `${address} ${value}`);
      expect(told.sort()).toEqual(wanted);
      await sink.dispose();
    }
    await receiver.close();
  });

  it("is found by a name as well as by a number", async () => {
    const receiver = await udpReceiver();
    const sink = target("localhost", receiver.port);
    await until(() => sink.connection.state === "open");
    gauge(sink, 0.5);
    await until(() => receiver.received.length > 0);
    await receiver.close();
  });

  it("that nobody listens at is reported once, and gets everything as soon as somebody does", async () => {
    const port = await freePort();
    const sink = target("127.0.0.1", port);
    await until(() => sink.connection.state === "open");
    for (let i = 0; i < 10; i++) {
      gauge(sink, i / 10);
      await sleep(20);
    }
    await until(() => sink.connection.state === "waiting");
    expect(texts().filter((text) => text.includes("Nobody listens"))).toEqual([
      `Nobody listens at OSC target 127.0.0.1:${port}; start the program there or change the port. Sending goes on.`,
    ]);
    const receiver = await udpReceiver(port);
    for (let i = 0; i < 2000 && sink.connection.state !== "open"; i++) {
      gauge(sink, 1);
      await sleep(30);
    }
    expect(sink.connection.state).toBe("open");
    expect(receiver.received.length).toBeGreaterThan(3);
    await receiver.close();
  });

  it("with a wrong host is reported once, and the others go on", async () => {
    const receiver = await udpReceiver();
    const wrong = target("no-such-host.invalid", 7000);
    const right = target("127.0.0.1", receiver.port);
    await until(() => wrong.connection.state === "failed" && right.connection.state === "open");
    for (const sink of [wrong, right]) gauge(sink, 0.5);
    await until(() => receiver.received.length === 1);
    expect(texts().filter((text) => text.includes("no-such-host"))).toHaveLength(1);
    expect(wrong.connection.detail).toContain("no-such-host.invalid:7000 cannot be reached");
    await receiver.close();
  });

  it("that no network leads to is reported and tried again, and the others go on", async () => {
    const receiver = await udpReceiver();
    // A link-local address without its link: the system refuses it at once, as it does any address while the network is down.
    const stranded = target("fe80::1", 7000);
    const right = target("127.0.0.1", receiver.port);
    await until(() => stranded.connection.state !== "waiting" && right.connection.state === "open");
    for (const sink of [stranded, right]) gauge(sink, 0.5);
    await until(() => receiver.received.length === 1);
    expect(texts().filter((text) => text.includes("died"))).toEqual([]);
    expect(stranded.connection.state).toBe("failed");
    expect(stranded.connection.detail).toContain("fe80::1:7000 cannot be reached");
    await receiver.close();
  });

  it("with time tags gets each note ahead, tagged with its moment, and live notes tagged with none", async () => {
    const receiver = await udpReceiver();
    const sink = target("127.0.0.1", receiver.port, AHEAD_MS);
    await until(() => sink.connection.state === "open");
    const timeline = start(sink);
    let sent = noteIn(timeline, 4);
    const kicks = () => receiver.received.filter(({ address }) => address.endsWith("/kick"));
    await heard(
      () => {
        sent = noteIn(timeline, 4);
        sink.send({ kind: "note", at: sent.at, note: sent });
        const played = monotonicNow();
        sink.send({ kind: "note", at: played, note: { ...sent, drum: "snare", at: played, live: true } });
      },
      () => kicks().length === 2,
      () => receiver.received.splice(0),
    );
    const [on, off] = kicks();
    expect(on!.at).toBeLessThan(sent.at);
    // Each side looks at two clocks one after the other, and may be interrupted in between.
    expect(Math.abs(on!.tag! - wallClockOf(sent.at))).toBeLessThan(AHEAD_MS / 4);
    expect(off!.tag! - on!.tag!).toBeCloseTo(50, 1);
    const live = receiver.received.find(({ address }) => address.endsWith("/snare"))!;
    expect(live.tag).toBeLessThan(0);
    await receiver.close();
  });
});

const hasOscdump = (() => {
  try {
    execFileSync("sh", ["-c", "command -v oscdump"]);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOscdump)("liblo's oscdump (skipped where it is not installed)", () => {
  it("reads messages and bundles of ours", async () => {
    const port = await freePort();
    const dump = spawn("oscdump", ["-L", String(port)]);
    let printed = "";
    dump.stdout.on("data", (data) => {
      printed += data;
    });
    try {
      const plain = target("127.0.0.1", port);
      const tagged = target("127.0.0.1", port, 20);
      await until(() => plain.connection.state === "open" && tagged.connection.state === "open");
      for (let i = 0; i < 2000 && !printed.includes("/antiphon/v/density"); i++) {
        gauge(plain, 0.25);
        await sleep(20);
      }
      const timeline = start(tagged);
      await heard(
        () => {
          const sent = noteIn(timeline, 2);
          tagged.send({ kind: "note", at: sent.at, note: sent });
        },
        () => printed.includes("/antiphon/model1/any f 0.000000"),
        () => {},
      );
      expect(printed).toContain("/antiphon/v/density f 0.250000");
      expect(printed).toContain("/antiphon/tempo f 120.000000");
      expect(printed).toContain("/antiphon/model1/kick f 1.000000");
      expect(printed).toContain("/antiphon/model1/kick f 0.000000");
    } finally {
      dump.kill();
    }
  });
});
