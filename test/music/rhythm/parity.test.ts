import { beforeAll, describe, expect, it } from "vitest";
import { type Pattern, pattern } from "../../../server/core/music/pattern.ts";
import type { Checkpoint } from "../../../server/music/rhythm/checkpoint/checkpoint.ts";
import { openBackend } from "../../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { Random } from "../../../shared/chance/random.ts";
import { continueWithMusicRnn } from "../../helpers/music-rnn.ts";
import { attentiveCheckpoint, syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const STEPS = 64;
const scratch = temporaryFolder();

/** A call that begins on a bar line, as every MusicRNN primer does. */
const call = (length: number): Pattern[] => {
  const random = new Random(5);
  return Array.from({ length }, () => (random.next() < 0.3 ? pattern(0) : pattern(random.integer(512))));
};

const softmax = (logits: Float32Array, temperature: number): Float64Array => {
  const highest = Math.max(...logits);
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - highest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** The largest difference of a probability between MusicRNN and our stepper over the steps MusicRNN drew. */
const largestDifference = async (checkpoint: Checkpoint, temperature: number): Promise<number> => {
  const primer = call(23);
  const theirs = await continueWithMusicRnn(checkpoint, scratch.path("model"), primer, STEPS, temperature);
  expect(theirs.probabilities).toHaveLength(STEPS);
  const model = new DrumModel(checkpoint, "the checkpoint");
  const state = model.network.newState();
  let largest = 0;
  for (const [step, played] of [...primer, ...theirs.patterns].entries()) {
    const expected = theirs.probabilities[step - primer.length];
    if (expected !== undefined) {
      const ours = softmax(model.network.logits(state), temperature);
      for (const [symbol, probability] of expected.entries())
        largest = Math.max(largest, Math.abs(probability - ours[symbol]!));
    }
    model.step(state, played, step);
  }
  model.dispose();
  return largest;
};

beforeAll(async () => {
  await openBackend();
});

describe("step by step, the stepper expects what magenta-js's MusicRNN expects", () => {
  it("for 2 x 128 cells with a binary counter", async () => {
    expect(await largestDifference(syntheticCheckpoint({ seed: 1 }), 1)).toBeLessThan(1e-4);
  });

  it("at another temperature and without a counter", async () => {
    expect(await largestDifference(syntheticCheckpoint({ seed: 2, counterBits: 0 }), 0.7)).toBeLessThan(1e-4);
  });

  it("for one layer and for three", async () => {
    expect(await largestDifference(syntheticCheckpoint({ seed: 3, layers: [64] }), 1)).toBeLessThan(1e-4);
    expect(await largestDifference(syntheticCheckpoint({ seed: 4, layers: [48, 64, 32] }), 1)).toBeLessThan(1e-4);
  });

  const attentive = (queryBias: boolean): Checkpoint =>
    attentiveCheckpoint({
      seed: 6,
      around: "stack",
      layers: [256, 256, 256],
      length: 32,
      counterBits: 6,
      queryBias,
      projection: "attention_output_projection",
    });

  it("for 3 x 256 cells with the older attention wrapper", { timeout: 60_000 }, async () => {
    expect(await largestDifference(attentive(false), 1)).toBeLessThan(1e-4);
  });

  it("except for the bias of the attention's query, which magenta-js leaves out", { timeout: 60_000 }, async () => {
    expect(await largestDifference(attentive(true), 1)).toBeGreaterThan(1e-3);
  });
});
