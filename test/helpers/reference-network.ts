import type { Checkpoint } from "../../server/music/rhythm/checkpoint/checkpoint.ts";

type Vector = readonly number[];

/**
 * A MusicRNN network written down plainly in double precision from the equations of TensorFlow's
 * BasicLSTMCell and Magenta's AttentionCellWrapper (contrib/rnn.py), to hold the real one against.
 */
export class ReferenceNetwork {
  readonly #checkpoint: Checkpoint;
  #c: Vector[];
  #h: Vector[];
  #context: Vector = [];
  #memory: Vector[] = [];
  #output: Vector;

  constructor(checkpoint: Checkpoint) {
    const { layers, attention } = checkpoint.shape;
    this.#checkpoint = checkpoint;
    this.#c = layers.map(zeros);
    this.#h = layers.map(zeros);
    if (attention !== null) {
      this.#context = zeros(attention.size);
      this.#memory = Array.from({ length: attention.length }, () => zeros(attention.size));
    }
    this.#output = zeros(attention?.around === "stack" ? attention.size : layers.at(-1)!);
  }

  get logits(): Vector {
    return this.#linear("fully_connected/weights", "fully_connected/biases", this.#output);
  }

  /** What every cell puts out, layer after layer. */
  get outputs(): Vector {
    return this.#h.flat();
  }

  /** What every cell holds in memory, layer after layer. */
  get memories(): Vector {
    return this.#c.flat();
  }

  step(input: Vector): void {
    const { layers, attention } = this.#checkpoint.shape;
    const wrapper = attention?.prefix ?? "";
    let flow = input;
    if (attention !== null) flow = this.#linear(`${wrapper}kernel`, `${wrapper}bias`, [...flow, ...this.#context]);
    for (let layer = 0; layer < layers.length; layer++) {
      const plain = `multi_rnn_cell/cell_${layer}/basic_lstm_cell/`;
      if (attention?.around === "stack") flow = this.#cell(layer, wrapper + plain, flow);
      else if (attention !== null && layer === 0) {
        flow = this.#cell(0, `${wrapper}basic_lstm_cell/`, flow);
        flow = this.#attend(this.#c[0]!.concat(this.#h[0]!), flow);
      } else flow = this.#cell(layer, `rnn/${plain}`, flow);
    }
    if (attention?.around === "stack")
      flow = this.#attend(
        this.#c.flatMap((c, layer) => [...c, ...this.#h[layer]!]),
        flow,
      );
    this.#output = flow;
  }

  #cell(layer: number, prefix: string, input: Vector): Vector {
    const cells = this.#c[layer]!.length;
    const gates = this.#linear(`${prefix}kernel`, `${prefix}bias`, [...input, ...this.#h[layer]!]);
    const gate = (index: number): Vector => gates.slice(index * cells, (index + 1) * cells);
    const [i, j, f, o] = [gate(0), gate(1), gate(2), gate(3)];
    this.#c[layer] = this.#c[layer]!.map((c, k) => c * sigmoid(f[k]! + 1) + sigmoid(i[k]!) * Math.tanh(j[k]!));
    this.#h[layer] = this.#c[layer]!.map((c, k) => Math.tanh(c) * sigmoid(o[k]!));
    return this.#h[layer]!;
  }

  #attend(query: Vector, cellOutput: Vector): Vector {
    const { prefix, projection } = this.#checkpoint.shape.attention!;
    const importance = this.#values(`${prefix}attention/attn_v`);
    const y = this.#linear(`${prefix}attention/kernel`, `${prefix}attention/bias`, query);
    const scores = this.#memory.map((row) =>
      this.#product(`${prefix}attention/attn_w`, row).reduce(
        (sum, feature, k) => sum + importance[k]! * Math.tanh(feature + y[k]!),
        0,
      ),
    );
    const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#context = this.#context.map((_, k) =>
      this.#memory.reduce((sum, row, r) => sum + (weights[r]! / total) * row[k]!, 0),
    );
    const output = this.#linear(`${projection}kernel`, `${projection}bias`, [...cellOutput, ...this.#context]);
    this.#memory = [...this.#memory.slice(1), output];
    return output;
  }

  #linear(kernel: string, bias: string, input: Vector): Vector {
    const biases = this.#values(bias);
    return this.#product(kernel, input).map((value, k) => value + biases[k]!);
  }

  #product(kernel: string, input: Vector): Vector {
    const values = this.#values(kernel);
    const columns = values.length / input.length;
    return Array.from({ length: columns }, (_, k) =>
      input.reduce((sum, value, row) => sum + value * values[row * columns + k]!, 0),
    );
  }

  #values(name: string): Float32Array {
    return this.#checkpoint.weights.get(name)!.values;
  }
}

const zeros = (length: number): Vector => new Array<number>(length).fill(0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
