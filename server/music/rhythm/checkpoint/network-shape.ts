import { CheckpointError } from "./checkpoint-error.ts";
import type { RnnConfig } from "./config.ts";
import {
  BIAS_OF,
  FIRST_LAYER_WRAPPER,
  KERNEL_OF,
  LOGITS_BIASES,
  LOGITS_WEIGHTS,
  OUTPUT_PROJECTIONS,
  plainCell,
  STACK_WRAPPER,
  wrappedCell,
} from "./tensor-names.ts";
import type { Weights } from "./weights.ts";

/** How large a network is; everything else about it is weights. */
export interface NetworkShape {
  /** Length of an input vector. */
  readonly inputs: number;
  /** Cells in each LSTM layer, first to last. */
  readonly layers: readonly number[];
  readonly attention: AttentionShape | null;
  /** Number of symbols. */
  readonly outputs: number;
}

export interface AttentionShape {
  /** What it is wrapped around. */
  readonly around: "stack" | "first-layer";
  /** The prefix of its weights' names. */
  readonly prefix: string;
  /** The prefix of its output projection, which has two names. */
  readonly projection: string;
  /** Steps it looks back over. */
  readonly length: number;
  /** Length of the vectors it looks at. */
  readonly size: number;
}

/** The prefix of cell `layer`'s weights. */
export const cellPrefix = (shape: Pick<NetworkShape, "attention">, layer: number): string => {
  if (shape.attention?.around === "stack") return wrappedCell(layer);
  return shape.attention !== null && layer === 0 ? FIRST_LAYER_WRAPPER : plainCell(layer);
};

/** Reads the sizes off the weights and checks every shape against them. Throws CheckpointError. */
export const networkShape = (config: RnnConfig, weights: Weights, place: string): NetworkShape => {
  const sizeOf = (name: string, ...expected: (number | null)[]): readonly number[] => {
    const tensor = weights.get(name);
    if (tensor === undefined)
      throw new CheckpointError(
        `${place}: the weight ${name} is missing; convert or train the checkpoint again as a MusicRNN of LSTM layers.`,
      );
    const fits =
      tensor.shape.length === expected.length &&
      expected.every((size, axis) => size === null || tensor.shape[axis] === size);
    if (!fits)
      throw new CheckpointError(
        `${place}: the weight ${name} is [${tensor.shape}] where [${expected.map((size) => size ?? "any")}] fits; ` +
          "config.json and weights are not of one model: convert or train the checkpoint again.",
      );
    return tensor.shape;
  };

  const attention = attentionShape(config, weights, place);
  let inputs = 0;
  const layers: number[] = [];
  let width: number | null = null;
  while (layers.length === 0 || weights.has(KERNEL_OF(cellPrefix({ attention }, layers.length)))) {
    const cell = cellPrefix({ attention }, layers.length);
    const cells: number = Math.floor(sizeOf(BIAS_OF(cell), null)[0]! / 4);
    const wide: number = sizeOf(KERNEL_OF(cell), width === null ? null : width + cells, 4 * cells)[0]!;
    if (layers.length === 0) inputs = wide - cells;
    layers.push(cells);
    width = cells;
    if (layers.length === 1 && attention?.around === "first-layer") width = attention.size;
  }
  if (attention !== null) {
    const { prefix, projection, size } = attention;
    const watched = attention.around === "stack" ? layers : layers.slice(0, 1);
    sizeOf(`${prefix}kernel`, inputs + size, inputs);
    sizeOf(`${prefix}bias`, inputs);
    sizeOf(`${prefix}attention/attn_w`, 1, 1, size, size);
    sizeOf(`${prefix}attention/kernel`, 2 * watched.reduce((sum, cells) => sum + cells, 0), size);
    sizeOf(`${prefix}attention/bias`, size);
    sizeOf(`${projection}kernel`, watched.at(-1)! + size, size);
    sizeOf(`${projection}bias`, size);
    if (attention.around === "stack") width = size;
  }
  const outputs = sizeOf(LOGITS_BIASES, null)[0]!;
  sizeOf(LOGITS_WEIGHTS, width, outputs);
  return { inputs, layers, attention, outputs };
};

const attentionShape = (config: RnnConfig, weights: Weights, place: string): AttentionShape | null => {
  const prefix = [STACK_WRAPPER, FIRST_LAYER_WRAPPER].find((known) => weights.has(`${known}kernel`));
  if (prefix === undefined) return null;
  const projection =
    OUTPUT_PROJECTIONS.find((known) => weights.has(`${prefix}${known}kernel`)) ?? OUTPUT_PROJECTIONS[0];
  const size = weights.get(`${prefix}attention/attn_v`)?.shape[0];
  if (size === undefined)
    throw new CheckpointError(
      `${place}: the weight ${prefix}attention/attn_v is missing; convert or train the checkpoint again.`,
    );
  return {
    around: prefix === STACK_WRAPPER ? "stack" : "first-layer",
    prefix,
    projection: prefix + projection,
    length: config.attentionLength ?? MAGENTA_ATTENTION_LENGTH,
    size,
  };
};

/** attn_length of drum_kit_rnn; the weights do not tell it, and some published config.json do not either. */
const MAGENTA_ATTENTION_LENGTH = 32;
