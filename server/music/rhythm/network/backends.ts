import * as tf from "@tensorflow/tfjs-core";
import { reasonOf } from "../../../../shared/events/report.ts";
import { SILENCE } from "../../../core/music/pattern.ts";
import { monotonicNow } from "../../../core/time/monotonic.ts";
import { alphabetOf, DEFAULT_COUNTER_BITS } from "../alphabet.ts";
import { drumConfig } from "../checkpoint/config.ts";
import { plainCheckpoint } from "../checkpoint/plain-checkpoint.ts";
import { DrumModel } from "./drum-model.ts";

/** TensorFlow.js backends the networks can run on. "tensorflow" is @tensorflow/tfjs-node. */
export type BackendName = "wasm" | "tensorflow" | "cpu";

export interface Backend {
  readonly name: BackendName;
  /** The median time of one step of 2 x 128 cells when it was chosen. */
  readonly stepMs: number;
}

type BackendTrial = Backend | { readonly name: BackendName; readonly reason: string };

/** Looked up by name at run time only, because it is optional and its types are absent where it is. */
const TFJS_NODE: string = "@tensorflow/tfjs-node";

const LOADERS: Readonly<Record<BackendName, () => Promise<unknown>>> = {
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  tensorflow: () => import(TFJS_NODE),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/**
 * Makes the quickest backend the current one of this thread: wasm or, where it is installed,
 * tfjs-node, by measuring one step of each; plain JavaScript where neither starts. `only` is the one to open
 * where another would not do: the last digits of what they compute differ. Throws when none does.
 */
export const openBackend = async (only?: BackendName): Promise<Backend> => {
  const trials = await tryBackends(only === undefined ? ["wasm", "tensorflow"] : [only]);
  if (only === undefined && !trials.some(isBackend)) trials.push(...(await tryBackends(["cpu"])));
  const [best] = trials.filter(isBackend).sort((a, b) => a.stepMs - b.stepMs);
  if (best !== undefined && (await tf.setBackend(best.name))) return best;
  const reasons = trials.map((trial) => `${trial.name}: ${isBackend(trial) ? "does not start" : trial.reason}`);
  throw new Error(`no TensorFlow.js backend starts (${reasons.join("; ")}); run "npm ci" again`);
};

/** Tries the backends one after the other in this thread, each with its step time or why it does not start. */
export const tryBackends = async (names: readonly BackendName[]): Promise<BackendTrial[]> => {
  // Without it tfjs checks every result for NaN and writes advice to the console.
  tf.enableProdMode();
  const trials: BackendTrial[] = [];
  for (const name of names) trials.push(await tryBackend(name));
  return trials;
};

export const isBackend = (trial: BackendTrial): trial is Backend => "stepMs" in trial;

const tryBackend = async (name: BackendName): Promise<BackendTrial> => {
  try {
    await LOADERS[name]();
    if (!(await tf.setBackend(name))) return { name, reason: "it does not start here" };
    return { name, stepMs: median(stepTimes(50, 100)) };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    return { name, reason: missing ? "not installed" : reasonOf(error) };
  }
};

/** Times of `count` steps of a 2 x 128 network on the current backend, in ms, after `warmUp` others. */
const stepTimes = (warmUp: number, count: number): number[] => {
  const zeros = (_: string, shape: readonly number[]) => new Float32Array(shape.reduce((a, b) => a * b, 1));
  const { inputs } = alphabetOf(DEFAULT_COUNTER_BITS);
  const checkpoint = plainCheckpoint(drumConfig(DEFAULT_COUNTER_BITS), inputs, [128, 128], 512, zeros);
  const model = new DrumModel(checkpoint, "a blank model");
  const state = model.network.newState();
  const times: number[] = [];
  for (let step = 0; step < warmUp + count; step++) {
    const start = monotonicNow();
    model.network.logits(state);
    model.step(state, SILENCE, step);
    times.push(monotonicNow() - start);
  }
  model.dispose();
  return times.slice(warmUp);
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
