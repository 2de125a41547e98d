import { once } from "node:events";
import type { Reporter } from "../../../shared/events/report.ts";
import { patternOf, SILENCE } from "../../core/music/pattern.ts";
import { spawnWorker } from "../../core/threads/spawn.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { RhythmEngine } from "../../music/rhythm/rhythm-engine.ts";
import { withBenchCheckpoint } from "./bench-checkpoint.ts";
import { serveFolder } from "./folder-server.ts";
import { PLAIN_ASK } from "./generating-voices.ts";
import { figure, type Measure } from "./measure.ts";
import type { MusicRnnTask } from "./music-rnn-worker.ts";
import { percentile } from "./percentile.ts";

const CALL_STEPS = 32;
const WARM_UP_ROUNDS = 5;
const ROUNDS = 40;

/** How long after the end of a call the first hit of the response is known, here and in magenta-js. */
export const firstHit: Measure = {
  name: "first-hit",
  about: "first hit of the response to a 32-step call, against MusicRNN.continueSequence with the same weights on wasm",
  run: (report) =>
    withBenchCheckpoint(async (folder) => {
      const ours = percentile(await timesOfVoice(folder, report), 0.5);
      const theirs = percentile(await timesOfMusicRnn(folder), 0.5);
      const ratio = theirs / ours;
      return [
        figure("a voice that has listened, p50", ours, "ms"),
        figure("MusicRNN.continueSequence, p50", theirs, "ms"),
        figure("quicker to the first hit", ratio, "x", ">= 20", ratio >= 20),
      ];
    }),
};

/** From the end of the call, heard step by step, until a step that sounds came back from the worker. */
const timesOfVoice = async (folder: string, report: Reporter): Promise<number[]> => {
  const engine = await RhythmEngine.start({ report, time: monotonicTime });
  try {
    const voice = await engine.openVoice("voice", folder, 1);
    const times: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      voice.reset();
      for (let step = 0; step < CALL_STEPS; step++)
        await voice.hear(step % 8 === 0 ? patternOf("kick") : step % 4 === 0 ? patternOf("snare") : SILENCE, step, 1);
      const start = monotonicNow();
      let step = CALL_STEPS;
      while ((await voice.answer(step, PLAIN_ASK)).pattern === SILENCE) step++;
      times.push(monotonicNow() - start);
    }
    return times.slice(WARM_UP_ROUNDS);
  } finally {
    await engine.dispose();
  }
};

/** MusicRNN gives all steps at once, so its first hit is known when the last is. */
const timesOfMusicRnn = async (folder: string): Promise<number[]> => {
  const server = await serveFolder(folder);
  const task: MusicRnnTask = { address: server.address, rounds: WARM_UP_ROUNDS + ROUNDS, steps: CALL_STEPS };
  const worker = spawnWorker(new URL("./music-rnn-worker.ts", import.meta.url), {
    workerData: task,
    stdout: true,
    stderr: true,
  });
  try {
    const [times] = (await once(worker, "message")) as [number[]];
    return times.slice(WARM_UP_ROUNDS);
  } finally {
    await worker.terminate();
    await server.dispose();
  }
};
