import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "../../../server/music/rhythm/checkpoint/checkpoint.ts";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { isBackend, openBackend, tryBackends } from "../../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { Network } from "../../../server/music/rhythm/network/network.ts";
import { Random } from "../../../shared/chance/random.ts";
import { ReferenceNetwork } from "../../helpers/reference-network.ts";
import { attentiveCheckpoint, syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";
import { somePatterns } from "../../suites/voice-suite.ts";

const MUGEN = "../shared/data/checkpoints/mugen";

beforeAll(async () => {
  await openBackend();
});

/** The largest difference of a logit from the plain equations, over steps of random input. */
const largestError = (checkpoint: Checkpoint, steps: number): number => {
  const random = new Random(3);
  const network = new Network(checkpoint);
  const reference = new ReferenceNetwork(checkpoint);
  const state = network.newState();
  let largest = 0;
  for (let step = 0; step < steps; step++) {
    const input = new Float32Array(checkpoint.shape.inputs);
    input[random.integer(input.length)] = 1;
    input[random.integer(input.length)] = -1;
    const logits = network.logits(state);
    for (const [symbol, logit] of reference.logits.entries())
      largest = Math.max(largest, Math.abs(logit - logits[symbol]!));
    network.step(state, input);
    reference.step([...input]);
  }
  network.dispose();
  return largest;
};

const attentive = (around: "stack" | "first-layer", layers: number[]): Checkpoint =>
  attentiveCheckpoint({
    seed: 21,
    around,
    layers,
    length: 5,
    counterBits: 3,
    queryBias: true,
    projection: "attn_output_projection",
  });

describe("a network", () => {
  it("follows the equations of LSTM layers", () => {
    expect(largestError(syntheticCheckpoint({ seed: 20, layers: [24, 16, 20], counterBits: 2 }), 20)).toBeLessThan(
      1e-4,
    );
  });

  it("follows the equations of the attention around the whole stack, for any number of layers", () => {
    expect(largestError(attentive("stack", [16]), 12)).toBeLessThan(1e-4);
    expect(largestError(attentive("stack", [16, 12]), 12)).toBeLessThan(1e-4);
  });

  it("follows the equations of the attention around the first layer", () => {
    expect(largestError(attentive("first-layer", [16]), 12)).toBeLessThan(1e-4);
    expect(largestError(attentive("first-layer", [16, 12, 8]), 12)).toBeLessThan(1e-4);
  });

  it.skipIf(!existsSync(MUGEN))("follows them on a real checkpoint (skipped: no ../shared)", async () => {
    expect(largestError(await readCheckpoint(MUGEN), 48)).toBeLessThan(1e-3);
  });

  it("leaves no tensor behind after a step, nor after it is disposed", () => {
    const before = tf.memory().numTensors;
    const model = new DrumModel(attentive("stack", [32, 16]), "the checkpoint");
    const state = model.network.newState();
    const loaded = tf.memory().numTensors;
    for (const [step, heard] of somePatterns(50).entries()) {
      model.network.logits(state);
      model.step(state, heard, step);
    }
    expect(tf.memory().numTensors).toBe(loaded);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("plays the same on plain JavaScript as on wasm", async () => {
    const logitsNow = (): Float32Array => {
      const model = new DrumModel(syntheticCheckpoint({ seed: 22 }), "the checkpoint");
      const state = model.network.newState();
      for (const [step, heard] of somePatterns(32).entries()) model.step(state, heard, step);
      const logits = model.network.logits(state);
      model.dispose();
      return logits;
    };
    const onWasm = logitsNow();
    expect((await tryBackends(["cpu"])).every(isBackend)).toBe(true);
    const onCpu = logitsNow();
    await tf.setBackend("wasm");
    for (const [symbol, logit] of onWasm.entries()) expect(onCpu[symbol]).toBeCloseTo(logit, 4);
  });
});
