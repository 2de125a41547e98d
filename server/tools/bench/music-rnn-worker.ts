import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import { monotonicNow } from "../../core/time/monotonic.ts";

/** What the thread is told: a checkpoint's address, how often, and the call's and response's length. */
export interface MusicRnnTask {
  readonly address: string;
  readonly rounds: number;
  readonly steps: number;
}

interface MusicRnn {
  initialize(): Promise<void>;
  continueSequence(sequence: object, steps: number, temperature: number): Promise<{ notes: unknown[] }>;
}

/**
 * Times magenta-js's MusicRNN on wasm and sends the times back. In a thread of its own because it
 * writes its log to the console, which the one who starts it captures.
 */
const { address, rounds, steps } = workerData as MusicRnnTask;
await import("@tensorflow/tfjs-backend-wasm");
await tf.setBackend("wasm");
const { MusicRNN } = createRequire(import.meta.url)("@magenta/music/node/music_rnn") as {
  MusicRNN: new (address: string) => MusicRnn;
};
const rnn = new MusicRNN(address);
await rnn.initialize();
const call = {
  quantizationInfo: { stepsPerQuarter: 4 },
  totalQuantizedSteps: steps,
  notes: Array.from({ length: steps / 4 }, (_, beat) => ({
    pitch: beat % 2 === 0 ? 36 : 38,
    quantizedStartStep: 4 * beat,
    quantizedEndStep: 4 * beat + 1,
    isDrum: true,
  })),
};
const times: number[] = [];
for (let round = 0; round < rounds; round++) {
  const start = monotonicNow();
  await rnn.continueSequence(call, steps, 1);
  times.push(monotonicNow() - start);
}
parentPort?.postMessage(times);
