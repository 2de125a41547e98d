import { rename } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { SILENCE } from "../../../server/core/music/pattern.ts";
import type { Ask } from "../../../server/core/music/voice.ts";
import { spawnWorker } from "../../../server/core/threads/spawn.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import type { RhythmVoice } from "../../../server/music/rhythm/rhythm-voice.ts";
import type { Report } from "../../../shared/events/report.ts";
import { writeSynthetic } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";
import { answerAll, hearAll, PLAIN_ASK, somePatterns } from "../../suites/voice-suite.ts";

const scratch = temporaryFolder();
let folder: string;
let engine: RhythmEngine | undefined;
let reports: Report[] = [];
let time: VirtualTime;
let workers: Worker[] = [];

beforeAll(async () => {
  folder = await writeSynthetic(scratch.path("model"), { seed: 31, layers: [32, 32] });
});
afterEach(() => engine?.dispose());

const start = async (): Promise<RhythmEngine> => {
  reports = [];
  workers = [];
  time = new VirtualTime();
  engine = await RhythmEngine.start({
    report: (report) => reports.push(report),
    time,
    spawn: () => {
      workers.push(spawnWorker(new URL("../../../server/music/rhythm/rhythm-worker.ts", import.meta.url)));
      return workers.at(-1)!;
    },
  });
  return engine;
};

/** Lets the engine notice the crash and start again at once, as it does after a long life. */
const crash = async (): Promise<void> => {
  await time.advance(60_000);
  const { length } = workers;
  await workers.at(-1)!.terminate();
  await expect.poll(() => reports.length).toBeGreaterThan(0);
  await time.advance(0);
  await expect.poll(() => workers.length).toBe(length + 1);
};

/** Waits until the voice hears again. */
const back = (voice: RhythmVoice): Promise<void> =>
  expect
    .poll(() =>
      voice.hear(SILENCE, 0, 1).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);

describe("the rhythm engine", () => {
  it("says what it runs on and how long a step takes", async () => {
    const { backend } = await start();
    expect(["wasm", "tensorflow"]).toContain(backend.name);
    expect(backend.stepMs).toBeGreaterThan(0);
  });

  it("says in one sentence why a checkpoint cannot be opened", async () => {
    const house = await start();
    await expect(house.openVoice("model1", scratch.path("none"), 1)).rejects.toThrow(
      /none\/config\.json: cannot be read .* a checkpoint is a folder/,
    );
  });

  it("rejects what is pending when the worker crashes, and what is asked until it is back", async () => {
    const house = await start();
    const voice = await house.openVoice("model1", folder, 1);
    const pending = expect(voice.answer(0, LONG_SEARCH)).rejects.toThrow("ended with code");
    await workers[0]!.terminate();
    await pending;
    await expect(voice.answer(0, PLAIN_ASK)).rejects.toThrow("not running at the moment");
  });

  it("starts the worker again with every voice, as new, and says so", async () => {
    const house = await start();
    const voice = await house.openVoice("model1", folder, 1);
    const first = await answerAll(voice, 0, 16);
    await crash();
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ room: "rhythm", level: "error", text: expect.stringContaining("crashed") });
    await back(voice);
    expect(reports[1]).toMatchObject({ level: "info", text: "The rhythm worker is back." });
    voice.reset();
    expect(await answerAll(voice, 0, 16)).toEqual(first);
  });

  it("is watched after a crash as it was before", async () => {
    const house = await start();
    house.watch(true);
    const voice = await house.openVoice("model1", folder, 1);
    await crash();
    await back(voice);
    expect((await voice.hear(SILENCE, 0, 1)).mind).toBeDefined();
  });

  it("lets a voice begin afresh when it is sent back to a mark from before the crash", async () => {
    const house = await start();
    const voice = await house.openVoice("model1", folder, 1);
    const fresh = await voice.hear(somePatterns(1)[0]!, 0, 1);
    await hearAll(voice, somePatterns(8), 1);
    const mark = voice.mark();
    await crash();
    await back(voice);
    voice.rewind(mark);
    expect(await voice.hear(somePatterns(1)[0]!, 0, 1)).toEqual(fresh);
    expect(reports.at(-1)!.text).toContain("begins afresh");
  });

  it("tries to open a voice again until its checkpoint can be read, and says so once", async () => {
    const house = await start();
    const moved = await writeSynthetic(scratch.path("stick"), { seed: 31, layers: [32, 32] });
    const voice = await house.openVoice("model1", moved, 1);
    await rename(moved, scratch.path("unplugged"));
    await crash();
    const errors = () => reports.filter(({ level }) => level === "error");
    await expect.poll(() => errors().length).toBe(2);
    expect(errors()[1]!.text).toMatch(
      /^Voice model1 could not be opened again \(.*cannot be read.*\); it is tried until it can\.$/,
    );
    for (let i = 0; i < 3; i++) await time.advance(2000);
    await rename(scratch.path("unplugged"), moved);
    const retrying = setInterval(() => void time.advance(2000), 100);
    await back(voice);
    clearInterval(retrying);
    expect(errors()).toHaveLength(2);
  });

  it("waits before it starts a worker again that died at once", async () => {
    await start();
    await workers[0]!.terminate();
    await expect.poll(() => reports.length).toBe(1);
    await time.advance(900);
    expect(workers).toHaveLength(1);
    await time.advance(200);
    expect(workers).toHaveLength(2);
  });

  it("says why it cannot be there when the worker ends before it runs, and does not try again", async () => {
    reports = [];
    const clock = new VirtualTime();
    let spawned = 0;
    const spawn = (): Worker => {
      spawned++;
      return new Worker("throw new Error('no backend')", { eval: true });
    };
    const starting = RhythmEngine.start({ report: (report) => reports.push(report), time: clock, spawn });
    await expect(starting).rejects.toThrow("no backend");
    await clock.advance(100_000);
    expect([spawned, reports]).toEqual([1, []]);
  });

  it("does not harm a process that awaits no step when the worker crashes", async () => {
    const house = await start();
    const voice = await house.openVoice("model1", folder, 1);
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    for (let step = 0; step < 200; step++) void voice.answer(step, PLAIN_ASK);
    await workers[0]!.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("ends its worker, and what is asked afterwards rejects", async () => {
    const house = await start();
    const voice = await house.openVoice("model1", folder, 1);
    await house.dispose();
    await expect(voice.answer(0, PLAIN_ASK)).rejects.toThrow("not running");
    expect(workers[0]!.threadId).toBe(-1);
    expect(reports).toEqual([]);
  });
});

const LONG_SEARCH: Ask = { ...PLAIN_ASK, search: { beams: 16, steps: 4000 } };
