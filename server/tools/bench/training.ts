import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../../../shared/chance/random.ts";
import { PATTERN_COUNT } from "../../core/music/pattern.ts";
import { monotonicNow } from "../../core/time/monotonic.ts";
import { alphabetOf } from "../../music/rhythm/alphabet.ts";
import { Adam } from "../training/network/adam.ts";
import { useWasm } from "../training/network/backend.ts";
import { TrainableNetwork } from "../training/network/network.ts";
import { freshParameters, zeroLike } from "../training/network/parameters.ts";
import { emptyWindow, type TrainingWindow } from "../training/network/window.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { PlainTraining } from "./plain-training.ts";

const WARM_UP_WINDOWS = 2;
const WINDOWS = 12;

/** Symbols of a drummer, roughly: how many different ones there are matters to nobody but the one-hot product. */
const SYMBOLS = 150;

/** Learning a window of the default recipe, updates included, beside a plain TensorFlow.js loop. */
export const training: Measure = {
  name: "training",
  about: "training throughput of the default recipe, beside a plain TensorFlow.js loop on the same backend",
  run: async () => {
    await useWasm();
    const { lanes, window: steps, layers, dropout, rate, clip, counterBits } = DEFAULT_RECIPE;
    const alphabet = alphabetOf(counterBits);
    const window = randomWindow(lanes, steps);
    const parameters = freshParameters(alphabet.inputs, layers, PATTERN_COUNT, new Random(1));

    const plain = new PlainTraining(alphabet, parameters);
    const optimizer = tf.train.adam(rate);
    const network = new TrainableNetwork(alphabet, parameters);
    const state = network.stateFor(lanes);
    const gradients = zeroLike(parameters);
    const adam = new Adam(parameters);
    const random = new Random(2);
    const learnPlainly = (): void => void plain.update(window, dropout, optimizer);
    const learn = (): void => {
      network.learn(window, state, gradients, dropout, random);
      adam.update(gradients, rate, clip);
    };
    // By turns, so that whatever else the machine does weighs on both.
    const times: { plain: number[]; own: number[] } = { plain: [], own: [] };
    for (let turn = 0; turn < WARM_UP_WINDOWS + WINDOWS; turn++) {
      const start = monotonicNow();
      learnPlainly();
      const between = monotonicNow();
      learn();
      const end = monotonicNow();
      if (turn < WARM_UP_WINDOWS) continue;
      times.plain.push(between - start);
      times.own.push(end - between);
    }
    plain.dispose();
    optimizer.dispose();
    const perSecond = (values: readonly number[]): number => (lanes * steps * 1000) / percentile(values, 0.5);
    const ratio = perSecond(times.own) / perSecond(times.plain);
    return [
      figure("throughput", perSecond(times.own), "steps/s"),
      figure("plain loop", perSecond(times.plain), "steps/s"),
      figure("throughput to plain loop", ratio, "x", ">= 3", ratio >= 3),
    ];
  },
};

const randomWindow = (lanes: number, steps: number): TrainingWindow => {
  const window = emptyWindow(lanes, steps);
  const random = new Random(3);
  for (let row = 0; row < lanes * steps; row++) {
    window.inputs[row] = random.integer(SYMBOLS);
    window.labels[row] = random.integer(SYMBOLS);
    window.positions[row] = Math.floor(row / lanes);
  }
  return window;
};
