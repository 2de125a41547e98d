import { Random } from "../../../shared/chance/random.ts";
import { ms } from "../../../shared/time/units.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { type BackendName, isBackend, tryBackends } from "../../music/rhythm/network/backends.ts";
import { DrumModel } from "../../music/rhythm/network/drum-model.ts";
import { PatternGenerator } from "../../music/rhythm/pattern-generator.ts";
import { benchCheckpoint } from "./bench-checkpoint.ts";
import { PLAIN_ASK, withVoices } from "./generating-voices.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";

const BACKENDS: readonly BackendName[] = ["wasm", "tensorflow", "cpu"];

const WARM_UP_STEPS = 500;
const STEPS = 5000;

/** 16ths at 240 bpm. */
const STEP_MS = 62.5;
const PLAYED_STEPS = 160;

/** One step of inference, sampling included, and what three voices in real time cost. */
export const inference: Measure = {
  name: "inference",
  about: "one step of a 2 x 128 network for each backend, and three voices at 240 bpm",
  run: async (report) => {
    const figures: Figure[] = [];
    for (const trial of await tryBackends(BACKENDS)) {
      if (isBackend(trial)) figures.push(...(await stepFigures(trial.name)));
      else report({ room: "bench", level: "info", text: `Backend ${trial.name} is left out: ${trial.reason}.` });
    }
    const share = await withVoices(report, shareOfOneCore);
    return [...figures, figure("three voices at 240 bpm", share, "% of one core", "< 25", share < 25)];
  },
};

/** Answers step after step in this thread, without the way to the worker and back. */
const stepFigures = async (backend: BackendName): Promise<Figure[]> => {
  await tryBackends([backend]);
  const model = new DrumModel(benchCheckpoint(), "the bench's model");
  const generator = new PatternGenerator(model, new Random(1));
  const times: number[] = [];
  for (let step = 0; step < WARM_UP_STEPS + STEPS; step++) {
    const start = monotonicNow();
    generator.answer(step, PLAIN_ASK);
    if (step >= WARM_UP_STEPS) times.push(monotonicNow() - start);
  }
  model.dispose();
  // The aims are for wasm, which runs everywhere.
  const at = (share: number, most: number): Figure => {
    const value = percentile(times, share);
    const name = `one step on ${backend}, p${100 * share}`;
    return backend === "wasm" ? figure(name, value, "ms", `<= ${most}`, value <= most) : figure(name, value, "ms");
  };
  return [at(0.5, 0.4), at(0.99, 2)];
};

/** Processor time of the whole process while three voices each hear, mark and answer a step at every 16th. */
const shareOfOneCore = async (playStep: (step: number) => void): Promise<number> => {
  const play = async (steps: number): Promise<void> => {
    const start = monotonicNow();
    for (let step = 0; step < steps; step++) {
      playStep(step);
      await new Promise<void>((resolve) => monotonicTime.wake(ms(start + (step + 1) * STEP_MS), resolve));
    }
  };
  await play(16);
  const [start, used] = [monotonicNow(), process.cpuUsage()];
  await play(PLAYED_STEPS);
  const { user, system } = process.cpuUsage(used);
  return (100 * (user + system)) / 1000 / (monotonicNow() - start);
};
