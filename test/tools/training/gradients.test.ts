import { beforeAll, describe, expect, it } from "vitest";
import { alphabetOf } from "../../../server/music/rhythm/alphabet.ts";
import { PlainTraining } from "../../../server/tools/bench/plain-training.ts";
import { useWasm } from "../../../server/tools/training/network/backend.ts";
import { type LaneStates, TrainableNetwork } from "../../../server/tools/training/network/network.ts";
import { arraysOf, freshParameters, zeroLike } from "../../../server/tools/training/network/parameters.ts";
import { fastSigmoid, fastTanh } from "../../../server/tools/training/network/squash.ts";
import { emptyWindow, NO_LABEL, type TrainingWindow } from "../../../server/tools/training/network/window.ts";
import { Random } from "../../../shared/chance/random.ts";

const ALPHABET = alphabetOf(6);
const LANES = 3;
const STEPS = 7;

const parametersFrom = (seed: number) => freshParameters(ALPHABET.inputs, [8, 6], 512, new Random(seed));

const randomWindow = (seed: number): TrainingWindow => {
  const window = emptyWindow(LANES, STEPS);
  const random = new Random(seed);
  for (let row = 0; row < LANES * STEPS; row++) {
    window.inputs[row] = random.integer(5);
    window.positions[row] = (30 + Math.floor(row / LANES)) % 64;
    window.labels[row] = random.integer(5);
  }
  return window;
};

const someState = (network: TrainableNetwork): LaneStates => {
  const state = network.stateFor(LANES);
  const random = new Random(9);
  for (const { h, c } of state) {
    h.forEach((_, index) => {
      h[index] = 0.3 * random.gaussian();
      c[index] = 0.3 * random.gaussian();
    });
  }
  return state;
};

describe("the gradients by hand", () => {
  beforeAll(useWasm);

  it("are those of TensorFlow.js's automatic differentiation", () => {
    const parameters = parametersFrom(1);
    const network = new TrainableNetwork(ALPHABET, parameters);
    const gradients = zeroLike(parameters);
    const window = randomWindow(5);
    const score = network.learn(window, network.stateFor(LANES), gradients, 0, new Random(1));
    const plain = new PlainTraining(ALPHABET, parameters);
    const expected = plain.learn(window, 0);
    plain.dispose();
    expect(score.nats / score.labels).toBeCloseTo(expected.loss, 4);
    arraysOf(gradients).forEach((gradient, index) => {
      expect(largestDifference(gradient, expected.gradients[index]!)).toBeLessThan(2e-6);
      expect(Math.max(...expected.gradients[index]!.map(Math.abs))).toBeGreaterThan(1e-4);
    });
  });

  it("are those of finite differences where sequences start, labels lack and state is carried in", () => {
    const parameters = parametersFrom(2);
    const network = new TrainableNetwork(ALPHABET, parameters);
    const window = randomWindow(6);
    window.starts.set([1, 0, 0], 4 * LANES);
    window.firsts[4 * LANES] = 3;
    window.starts.set([0, 1, 0], 2 * LANES);
    window.labels[1] = NO_LABEL;
    window.labels[17] = NO_LABEL;
    const gradients = zeroLike(parameters);
    network.learn(window, someState(network), gradients, 0, new Random(1));
    const loss = (): number => {
      const { nats, labels } = network.score(window, someState(network));
      return nats / labels;
    };
    const random = new Random(3);
    arraysOf(parameters).forEach((values, index) => {
      for (let tries = 0; tries < 12; tries++) {
        const at = index === 0 ? random.integer(5 * 4 * 8) : random.integer(values.length);
        const before = values[at]!;
        values[at] = before + 0.01;
        const above = loss();
        values[at] = before - 0.01;
        const below = loss();
        values[at] = before;
        expect(Math.abs((above - below) / 0.02 - arraysOf(gradients)[index]![at]!)).toBeLessThan(1e-5);
      }
    });
  });

  it("scale the outputs that dropout leaves, so that the mean stays", () => {
    const parameters = parametersFrom(3);
    const network = new TrainableNetwork(ALPHABET, parameters);
    const window = randomWindow(7);
    const gradients = zeroLike(parameters);
    const random = new Random(4);
    const mean = (dropout: number, times: number): number => {
      let sum = 0;
      for (let time = 0; time < times; time++)
        sum += network.learn(window, network.stateFor(LANES), gradients, dropout, random).nats / (LANES * STEPS);
      return sum / times;
    };
    expect(Math.abs(mean(0.5, 200) - mean(0, 1))).toBeLessThan(0.02);
    expect(mean(0.5, 1)).not.toBe(mean(0.5, 1));
  });
});

describe("the fast tanh", () => {
  it("is within 3e-7 of Math.tanh everywhere", () => {
    let worst = 0;
    for (let x = -12; x <= 12; x += 0.001) {
      worst = Math.max(worst, Math.abs(fastTanh(x) - Math.tanh(x)));
      worst = Math.max(worst, Math.abs(fastSigmoid(x) - 1 / (1 + Math.exp(-x))));
    }
    expect(worst).toBeLessThan(3e-7);
  });
});

const largestDifference = (one: Float32Array, other: Float32Array): number =>
  one.reduce((largest, value, index) => Math.max(largest, Math.abs(value - other[index]!)), 0);
