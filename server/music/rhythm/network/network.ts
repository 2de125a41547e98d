import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { cellPrefix, type NetworkShape } from "../checkpoint/network-shape.ts";
import { BIAS_OF, KERNEL_OF, LOGITS_BIASES, LOGITS_WEIGHTS } from "../checkpoint/tensor-names.ts";
import { Attention } from "./attention.ts";
import { InputRows } from "./input-rows.ts";
import { LstmLayer } from "./lstm-layer.ts";
import { Matrix, rowsOf } from "./matrix.ts";
import { NetworkState } from "./network-state.ts";

const NOTHING = new Float32Array(0);

/**
 * A MusicRNN network that goes forward one step at a time, with the state kept outside so that any
 * number of voices play on the same weights.
 */
export class Network {
  readonly shape: NetworkShape;
  /** The first layer's weights of the input; with attention the input goes through that first. */
  readonly #entrance: InputRows | null;
  readonly #layers: readonly LstmLayer[];
  readonly #biases: readonly Float32Array[];
  readonly #attention: Attention | null;
  readonly #logits: Matrix;
  readonly #logitsBias: Float32Array;
  /** Scratch: the states the attention asks with. */
  readonly #query: Float32Array;

  /** Puts the weights on TensorFlow.js's current backend. */
  constructor({ shape, weights }: Checkpoint) {
    const { inputs, layers, attention } = shape;
    const kernels = layers.map((_, layer) => weights.get(KERNEL_OF(cellPrefix(shape, layer)))!);
    this.shape = shape;
    this.#biases = layers.map((_, layer) => weights.get(BIAS_OF(cellPrefix(shape, layer)))!.values);
    this.#attention = attention && new Attention(attention, inputs, weights);
    this.#entrance = attention === null ? new InputRows(rowsOf(kernels[0]!, 0, inputs), this.#biases[0]!) : null;
    if (attention === null) kernels[0] = rowsOf(kernels[0]!, inputs, inputs + layers[0]!);
    this.#layers = kernels.map((kernel) => new LstmLayer(kernel));
    this.#logits = Matrix.of(weights.get(LOGITS_WEIGHTS)!);
    this.#logitsBias = weights.get(LOGITS_BIASES)!.values;
    const asking = attention?.around === "stack" ? layers : layers.slice(0, 1);
    this.#query = new Float32Array(2 * asking.reduce((sum, cells) => sum + cells, 0));
  }

  newState(): NetworkState {
    return new NetworkState(this.shape);
  }

  /** Moves `state` on by one input vector. @realtime yes */
  step(state: NetworkState, input: Float32Array): void {
    const { c, h } = state;
    if (this.#attention !== null)
      this.#layers[0]!.step(this.#attention.enter(state.context, input), c[0]!, h[0]!, this.#biases[0]!);
    else this.#layers[0]!.step(NOTHING, c[0]!, h[0]!, this.#entrance!.times(input));
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

  #queryOf({ c, h }: NetworkState): Float32Array {
    for (let at = 0, layer = 0; at < this.#query.length; layer++) {
      this.#query.set(c[layer]!, at);
      this.#query.set(h[layer]!, at + c[layer]!.length);
      at += 2 * c[layer]!.length;
    }
    return this.#query;
  }
}
