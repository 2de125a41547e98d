import type { Checkpoint, WeightTensor } from "../checkpoint/checkpoint.ts";
import { cellPrefix, type NetworkShape } from "../checkpoint/network-shape.ts";
import { BIAS_OF, KERNEL_OF, LOGITS_BIASES, LOGITS_WEIGHTS } from "../checkpoint/tensor-names.ts";
import { Attention } from "./attention.ts";
import { LstmLayer } from "./lstm-layer.ts";
import { Matrix, product, rowsOf, stacked } from "./matrix.ts";
import { NetworkState } from "./network-state.ts";

/**
 * A MusicRNN network that goes forward one step at a time, with the state kept outside so that any
 * number of voices play on the same weights. The weights of the input stay in JavaScript and are
 * summed row by row where the input is not zero: an input is one-hot but for a few bits.
 */
export class Network {
  readonly shape: NetworkShape;
  /** What an input of all zeros gives the first layer's gates, and each row what one more input adds. */
  readonly #inputBias: Float32Array;
  readonly #inputRows: Float32Array;
  readonly #layers: readonly LstmLayer[];
  readonly #biases: readonly Float32Array[];
  readonly #attention: Attention | null;
  readonly #logits: Matrix;
  readonly #logitsBias: Float32Array;
  /** Scratch: what the input gives the first layer's gates, and the states the attention asks with. */
  readonly #drive: Float32Array;
  readonly #query: Float32Array;

  /** Puts the weights on TensorFlow.js's current backend. */
  constructor({ shape, weights }: Checkpoint) {
    const weight = (name: string): WeightTensor => weights.get(name)!;
    const first = entrance(shape, weight);
    this.shape = shape;
    this.#inputRows = first.input.values;
    this.#inputBias = first.bias;
    this.#layers = shape.layers.map(
      (_, layer) => new LstmLayer(layer === 0 ? first.carried : weight(KERNEL_OF(cellPrefix(shape, layer)))),
    );
    this.#biases = shape.layers.map((_, layer) => weight(BIAS_OF(cellPrefix(shape, layer))).values);
    this.#attention = shape.attention && new Attention(shape.attention, weights);
    this.#logits = Matrix.of(weight(LOGITS_WEIGHTS));
    this.#logitsBias = weight(LOGITS_BIASES).values;
    this.#drive = new Float32Array(this.#inputBias.length);
    const asking = shape.attention?.around === "stack" ? shape.layers : shape.layers.slice(0, 1);
    this.#query = new Float32Array(2 * asking.reduce((sum, cells) => sum + cells, 0));
  }

  newState(): NetworkState {
    return new NetworkState(this.shape);
  }

  /** Moves `state` on by one input vector. @realtime yes */
  step(state: NetworkState, input: Float32Array): void {
    const { c, h } = state;
    this.#layers[0]!.step(state.context, c[0]!, h[0]!, this.#driveOf(input));
    let output = h[0]!;
    if (this.#attention !== null && this.shape.attention?.around === "first-layer")
      output = this.#attention.look(state, this.#queryOf(state), output);
    for (let layer = 1; layer < this.#layers.length; layer++) {
      this.#layers[layer]!.step(output, c[layer]!, h[layer]!, this.#biases[layer]!);
      output = h[layer]!;
    }
    if (this.#attention !== null && this.shape.attention?.around === "stack")
      this.#attention.look(state, this.#queryOf(state), output);
  }

  /**
   * What the network expects next, one number a symbol: softmax of it are the probabilities at
   * temperature 1. A state that has heard nothing expects by the bias alone. @realtime yes
   */
  logits(state: NetworkState): Float32Array {
    const logits = this.#logits.times(this.#outputOf(state));
    for (let k = 0; k < logits.length; k++) logits[k]! += this.#logitsBias[k]!;
    return logits;
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
    this.#attention?.dispose();
    this.#logits.dispose();
  }

  /** What left the last layer, or the attention around it. */
  #outputOf({ h, memory }: NetworkState): Float32Array {
    const { attention, layers } = this.shape;
    const attentionIsLast = attention !== null && (attention.around === "stack" || layers.length === 1);
    return attentionIsLast ? memory.subarray(-attention.size) : h.at(-1)!;
  }

  #driveOf(input: Float32Array): Float32Array {
    const width = this.#drive.length;
    this.#drive.set(this.#inputBias);
    for (let i = 0; i < input.length; i++) {
      const scale = input[i]!;
      if (scale === 0) continue;
      for (let k = 0, at = i * width; k < width; k++, at++) this.#drive[k]! += scale * this.#inputRows[at]!;
    }
    return this.#drive;
  }

  #queryOf({ c, h }: NetworkState): Float32Array {
    for (let at = 0, layer = 0; at < this.#query.length; layer++) {
      this.#query.set(c[layer]!, at);
      this.#query.set(h[layer]!, at + c[layer]!.length);
      at += 2 * c[layer]!.length;
    }
    return this.#query;
  }
}

/**
 * The first layer's weights, parted into those of the input and those of what is carried: the
 * context of the attention, if any, and the layer's own output. The wrapper's matrix before the
 * layer, [input, context] -> input, is linear and so is multiplied into the layer's once.
 */
const entrance = (shape: NetworkShape, weight: (name: string) => WeightTensor) => {
  const { inputs, attention } = shape;
  const cell = cellPrefix(shape, 0);
  const kernel = weight(KERNEL_OF(cell));
  const bias = weight(BIAS_OF(cell)).values;
  const ofInput = rowsOf(kernel, 0, inputs);
  const ofSelf = rowsOf(kernel, inputs, kernel.shape[0]!);
  if (attention === null) return { input: ofInput, carried: ofSelf, bias };
  const before = product(weight(`${attention.prefix}kernel`), ofInput);
  const beforeBias = product(rowOf(weight(`${attention.prefix}bias`)), ofInput).values;
  return {
    input: rowsOf(before, 0, inputs),
    carried: stacked(rowsOf(before, inputs, inputs + attention.size), ofSelf),
    bias: bias.map((value, k) => value + beforeBias[k]!),
  };
};

const rowOf = ({ values }: WeightTensor): WeightTensor => ({ shape: [1, values.length], values });
