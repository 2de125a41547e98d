import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { spawnWorker } from "../../../server/core/threads/spawn.ts";
import { monotonicNow, monotonicTime } from "../../../server/core/time/monotonic.ts";
import { midiKey } from "../../../server/io/output/midi-lane.ts";
import type { OutputMemory } from "../../../server/io/output/output-messages.ts";
import { OutputThread } from "../../../server/io/output/output-thread.ts";
import { FLAG_IMMEDIATE } from "../../../server/io/output/record-ring.ts";
import { MAX_LANES } from "../../../server/io/output/sounding.ts";
import { udpReceiver } from "../../helpers/udp-receiver.ts";

const threads: OutputThread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.dispose();
});
const WORKER = new URL("../../../server/io/output/output-worker.ts", import.meta.url);
const KICK = midiKey(10, 36);

const rig = async () => {
  const workers: Worker[] = [];
  const reports: string[] = [];
  const sent: { at: number; bytes: string }[] = [];
  const thread = new OutputThread({
    time: monotonicTime,
    report: ({ text }) => reports.push(text),
    spawn: (memory: OutputMemory) => {
      const worker = spawnWorker(WORKER, { workerData: memory });
      workers.push(worker);
      return worker;
    },
  });
  threads.push(thread);
  const lane = thread.addLane(
    { do: "midi", port: { monitor: "m" }, channels: [10], clockPauseMs: null },
    {
      connection: () => {},
      monitored: (at, bytes) => sent.push({ at, bytes: bytes.map((byte) => byte.toString(16)).join(" ") }),
    },
  );
  await thread.ready;
  return { thread, lane, workers, reports, sent, heard: () => sent.map(({ bytes }) => bytes) };
};
const until = (what: () => boolean) => expect.poll(what, { interval: 20, timeout: 60_000 }).toBe(true);
/** Time enough for the other thread, however busy the machine is. */
const STANDS_STILL_MS = 2000;

describe("the output thread", () => {
  it("sends a note's end in time although the main thread stands still", async () => {
    const { thread, lane, sent } = await rig();
    const now = monotonicNow();
    thread.pulse(lane, KICK, FLAG_IMMEDIATE, now, now + 150, 100, 0);
    while (monotonicNow() < now + STANDS_STILL_MS);
    await until(() => sent.length === 2);
    expect(sent.map(({ bytes }) => bytes)).toEqual(["99 24 64", "89 24 0"]);
    expect(sent[1]!.at).toBeGreaterThanOrEqual(now + 150);
    expect(sent[1]!.at).toBeLessThan(now + STANDS_STILL_MS);
  });

  it("whose worker dies is reported and replaced, and what was sounding is ended", async () => {
    const { thread, lane, workers, reports, heard } = await rig();
    const now = monotonicNow();
    thread.pulse(lane, KICK, FLAG_IMMEDIATE, now, now + 600_000, 100, 0);
    await until(() => heard().length === 1);
    await workers[0]!.terminate();
    await until(() => heard().includes("89 24 0"));
    expect(reports.filter((text) => text.includes("output thread died"))).toHaveLength(1);
    expect(workers).toHaveLength(2);
    thread.pulse(lane, KICK, FLAG_IMMEDIATE, now, now, 70, 0);
    await until(() => heard().includes("99 24 46"));
    expect(heard().slice(0, 3)).toEqual(["99 24 64", "89 24 0", "99 24 46"]);
    await until(() => reports.includes("The output thread is back."));
  });

  it("loses nothing that was written while there was no worker", async () => {
    const { thread, lane, workers, heard } = await rig();
    await workers[0]!.terminate();
    thread.pulse(lane, KICK, FLAG_IMMEDIATE, 0, 0, 33, 0);
    await until(() => heard().includes("99 24 21") && heard().includes("89 24 0"));
  });

  it("ends what sounds in every lane when it is disposed of", async () => {
    const { thread, lane, heard } = await rig();
    const now = monotonicNow();
    thread.pulse(lane, KICK, FLAG_IMMEDIATE, now, now + 600_000, 100, 0);
    await until(() => heard().length === 1);
    await thread.dispose();
    expect(heard()).toEqual(["99 24 64", "89 24 0", "b9 7b 0"]);
    await thread.dispose();
  });

  it("is disposed of although its worker has just died", async () => {
    const { thread, workers } = await rig();
    const died = new Promise((resolve) => workers[0]!.once("exit", resolve));
    void workers[0]!.terminate();
    await died;
    await thread.dispose();
    expect(workers).toHaveLength(1);
  });

  it("never loses a panic, though the worker is gone and there is room for nothing more", async () => {
    const { thread, lane, workers, reports, heard } = await rig();
    await workers[0]!.terminate();
    const now = monotonicNow();
    while (!reports.some((text) => text.includes("does not keep up")))
      thread.pulse(lane, KICK, FLAG_IMMEDIATE, now, now + 600_000, 100, 0);
    // Another lane's does not take its place.
    thread.panic(lane);
    thread.panic(lane + 1);
    await until(() => workers.length === 2 && heard().includes("b9 7b 0"));
  });

  it("gives a lane's place to another when it has gone, and refuses one too many in a sentence", async () => {
    const { thread } = await rig();
    const add = (name: string) =>
      thread.addLane(
        { do: "midi", port: { monitor: name }, channels: [], clockPauseMs: null },
        { connection: () => {} },
      );
    const lanes = Array.from({ length: MAX_LANES - 1 }, (_, i) => add(`m${i}`));
    expect(() => add("one too many")).toThrow(`There can be ${MAX_LANES} MIDI outputs and OSC targets`);
    await thread.removeLane(lanes[3]!);
    expect(add("again")).toBe(lanes[3]);
  });

  it.each(["exit", "throw"])("ends what sounds although the process is left by %s", async (how) => {
    const receiver = await udpReceiver();
    const script = fileURLToPath(new URL("../../fixtures/output/leave-sounding.ts", import.meta.url));
    await new Promise<void>((resolve) =>
      execFile(process.execPath, ["--import", "tsx", script, String(receiver.port), how], () => resolve()),
    );
    await until(() => receiver.received.length === 2);
    expect(receiver.received.map(({ address, value }) => [address, value])).toEqual([
      ["/still/sounding", 1],
      ["/still/sounding", 0],
    ]);
    await receiver.close();
  });
});
