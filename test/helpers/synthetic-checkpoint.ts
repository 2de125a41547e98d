import { PATTERN_COUNT } from "../../server/core/music/pattern.ts";
import { alphabetOf } from "../../server/music/rhythm/alphabet.ts";
import { type Checkpoint, checkpointOf } from "../../server/music/rhythm/checkpoint/checkpoint.ts";
import { type AntiphonBlock, drumConfig } from "../../server/music/rhythm/checkpoint/config.ts";
import { plainCheckpoint } from "../../server/music/rhythm/checkpoint/plain-checkpoint.ts";
import {
  BIAS_OF,
  FIRST_LAYER_WRAPPER,
  KERNEL_OF,
  LOGITS_BIASES,
  LOGITS_WEIGHTS,
  plainCell,
  STACK_WRAPPER,
  wrappedCell,
} from "../../server/music/rhythm/checkpoint/tensor-names.ts";
import type { WeightTensor } from "../../server/music/rhythm/checkpoint/weights.ts";
import { writeCheckpoint } from "../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { Random } from "../../shared/chance/random.ts";

/**
 * Random weights of such a size that every layer matters, neither saturated nor next to zero, and
 * the symbols differ clearly in probability.
 */
export const seededWeights = (seed: number) => {
  const random = new Random(seed);
  return (name: string, shape: readonly number[]): Float32Array => {
    const inputs = shape.length > 1 ? shape.at(-2)! : 4;
    const spread = name === LOGITS_WEIGHTS ? 3 : 1.5;
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    return values.map(() => (spread * random.gaussian()) / Math.sqrt(inputs));
  };
};

export interface SyntheticOptions {
  readonly seed: number;
  readonly layers?: readonly number[];
  readonly counterBits?: number;
  readonly antiphon?: AntiphonBlock;
}

/** LSTM layers without attention, 2 x 128 with six counter bits unless told otherwise. */
export const syntheticCheckpoint = ({
  seed,
  layers = [128, 128],
  counterBits = 6,
  antiphon,
}: SyntheticOptions): Checkpoint =>
  plainCheckpoint(
    drumConfig(counterBits, antiphon),
    alphabetOf(counterBits).inputs,
    layers,
    PATTERN_COUNT,
    seededWeights(seed),
  );

export interface AttentiveOptions {
  readonly seed: number;
  readonly around: "stack" | "first-layer";
  readonly layers: readonly number[];
  readonly length: number;
  readonly counterBits: number;
  /** magenta-js leaves the bias of the query out: with 0 it and Magenta agree. */
  readonly queryBias: boolean;
  readonly projection: "attention_output_projection" | "attn_output_projection";
}

/** LSTM layers with Magenta's attention wrapper around all of them or around the first. */
export const attentiveCheckpoint = (options: AttentiveOptions): Checkpoint => {
  const { around, layers, length, counterBits } = options;
  const fill = seededWeights(options.seed);
  const weights = new Map<string, WeightTensor>();
  const add = (name: string, ...shape: number[]): void => {
    weights.set(name, { shape, values: fill(name, shape) });
  };
  const stack = around === "stack";
  const size = stack ? layers.at(-1)! : layers[0]!;
  const wrapper = stack ? STACK_WRAPPER : FIRST_LAYER_WRAPPER;
  const { inputs } = alphabetOf(counterBits);
  let width = inputs;
  layers.forEach((cells, layer) => {
    const cell = stack ? wrappedCell(layer) : layer === 0 ? FIRST_LAYER_WRAPPER : plainCell(layer);
    add(KERNEL_OF(cell), width + cells, 4 * cells);
    add(BIAS_OF(cell), 4 * cells);
    width = cells;
  });
  const watched = 2 * (stack ? layers.reduce((sum, cells) => sum + cells, 0) : layers[0]!);
  add(`${wrapper}kernel`, inputs + size, inputs);
  add(`${wrapper}bias`, inputs);
  add(`${wrapper}attention/attn_w`, 1, 1, size, size);
  add(`${wrapper}attention/attn_v`, size);
  add(`${wrapper}attention/kernel`, watched, size);
  add(`${wrapper}attention/bias`, size);
  if (!options.queryBias) weights.get(`${wrapper}attention/bias`)!.values.fill(0);
  add(`${wrapper}${options.projection}/kernel`, (stack ? layers.at(-1)! : layers[0]!) + size, size);
  add(`${wrapper}${options.projection}/bias`, size);
  add(LOGITS_WEIGHTS, width, PATTERN_COUNT);
  add(LOGITS_BIASES, PATTERN_COUNT);
  return checkpointOf({ ...drumConfig(counterBits), attentionLength: length }, weights, "a synthetic checkpoint");
};

/** Writes a synthetic checkpoint as `folder`, where a voice can open it, and returns `folder`. */
export const writeSynthetic = async (folder: string, options: SyntheticOptions): Promise<string> => {
  await writeCheckpoint(folder, syntheticCheckpoint(options));
  return folder;
};
