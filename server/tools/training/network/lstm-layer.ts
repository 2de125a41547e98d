import { Matrix } from "../../../music/rhythm/network/matrix.ts";
import { transposed } from "./backend.ts";
import { fastSigmoid, fastTanh } from "./squash.ts";

/** TensorFlow's BasicLSTMCell adds this to the forget gate when it runs; it is no part of the weights. */
const FORGET_BIAS = 1;

/** Hidden and cell state of every lane, lane by lane. */
export interface LayerState {
  readonly h: Float32Array;
  readonly c: Float32Array;
}

export const zeroState = (lanes: number, cells: number): LayerState => ({
  h: new Float32Array(lanes * cells),
  c: new Float32Array(lanes * cells),
});

/** What the backward pass needs of a forward pass; rows are step by step, the lanes within each. */
export interface LayerTape {
  /** Gates after their squashing, i j f o in each row. */
  readonly gates: Float32Array;
  /** Cell state before each step, 0 where a sequence starts. */
  readonly cellBefore: Float32Array;
  /** tanh of the cell state after each step. */
  readonly cellTanh: Float32Array;
  /** Output before each step, 0 where a sequence starts. */
  readonly before: Float32Array;
  /** Output of each step. */
  readonly output: Float32Array;
}

/**
 * Runs one LSTM layer over a window of lanes. `gates` holds the layer's input times its input weights, bias included, and
 * becomes part of the tape. `recurrent` is cells × 4 cells. `starts` is 1 in rows where a sequence
 * starts: there the state is zero. `state` moves to the end of the window.
 */
export const forward = (
  gates: Float32Array,
  recurrent: Float32Array,
  starts: Uint8Array,
  state: LayerState,
): LayerTape => {
  const rows = starts.length;
  const cells = gates.length / rows / 4;
  const size = state.h.length;
  const lanes = size / cells;
  const tape: LayerTape = {
    gates,
    cellBefore: new Float32Array(rows * cells),
    cellTanh: new Float32Array(rows * cells),
    before: new Float32Array(rows * cells),
    output: new Float32Array(rows * cells),
  };
  const { cellBefore, cellTanh, before, output } = tape;
  const { h, c } = state;
  const weights = new Matrix(recurrent, cells, 4 * cells);
  for (let row0 = 0; row0 < rows; row0 += lanes) {
    for (let lane = 0; lane < lanes; lane++) {
      if (starts[row0 + lane] === 0) continue;
      h.fill(0, lane * cells, (lane + 1) * cells);
      c.fill(0, lane * cells, (lane + 1) * cells);
    }
    const at0 = row0 * cells;
    before.set(h, at0);
    cellBefore.set(c, at0);
    const fromState = weights.times(before.subarray(at0, at0 + size));
    for (let lane = 0; lane < lanes; lane++) {
      const from = lane * cells;
      const from4 = from * 4;
      const to = at0 + from;
      const to4 = to * 4;
      for (let k = 0; k < cells; k++) {
        const kj = k + cells;
        const kf = kj + cells;
        const ko = kf + cells;
        const i = fastSigmoid(gates[to4 + k]! + fromState[from4 + k]!);
        const j = fastTanh(gates[to4 + kj]! + fromState[from4 + kj]!);
        const f = fastSigmoid(gates[to4 + kf]! + fromState[from4 + kf]! + FORGET_BIAS);
        const o = fastSigmoid(gates[to4 + ko]! + fromState[from4 + ko]!);
        const cell = c[from + k]! * f + i * j;
        const squashed = fastTanh(cell);
        gates[to4 + k] = i;
        gates[to4 + kj] = j;
        gates[to4 + kf] = f;
        gates[to4 + ko] = o;
        c[from + k] = cell;
        cellTanh[to + k] = squashed;
        h[from + k] = squashed * o;
      }
    }
    output.set(h, at0);
  }
  weights.dispose();
  return tape;
};

/**
 * Goes back over a window: the gradient of the loss by the gates before their squashing, from its
 * gradient by the layer's outputs. It starts at 0 at the end of the window (truncated back-propagation).
 */
export const backward = (
  tape: LayerTape,
  byOutput: Float32Array,
  recurrent: Float32Array,
  starts: Uint8Array,
  lanes: number,
): Float32Array => {
  const cells = byOutput.length / starts.length;
  const size = lanes * cells;
  const { gates, cellBefore, cellTanh } = tape;
  const byGates = new Float32Array(gates.length);
  const byCell = new Float32Array(size);
  let byState: Float32Array = new Float32Array(size);
  const weights = new Matrix(transposed(recurrent, cells), 4 * cells, cells);
  for (let row0 = starts.length - lanes; row0 >= 0; row0 -= lanes) {
    const at0 = row0 * cells;
    for (let lane = 0; lane < lanes; lane++) {
      const from = lane * cells;
      const to = at0 + from;
      const to4 = to * 4;
      const goesOn = starts[row0 + lane] === 0 ? 1 : 0;
      for (let k = 0; k < cells; k++) {
        const i = gates[to4 + k]!;
        const j = gates[to4 + k + cells]!;
        const f = gates[to4 + k + 2 * cells]!;
        const o = gates[to4 + k + 3 * cells]!;
        const squashed = cellTanh[to + k]!;
        const dh = byOutput[to + k]! + byState[from + k]!;
        const dc = dh * o * (1 - squashed * squashed) + byCell[from + k]!;
        byGates[to4 + k] = dc * j * i * (1 - i);
        byGates[to4 + k + cells] = dc * i * (1 - j * j);
        byGates[to4 + k + 2 * cells] = dc * cellBefore[to + k]! * f * (1 - f);
        byGates[to4 + k + 3 * cells] = dh * squashed * o * (1 - o);
        byCell[from + k] = dc * f * goesOn;
      }
    }
    if (row0 === 0) break;
    byState = weights.times(byGates.subarray(at0 * 4, (at0 + size) * 4));
    for (let lane = 0; lane < lanes; lane++)
      if (starts[row0 + lane] !== 0) byState.fill(0, lane * cells, (lane + 1) * cells);
  }
  weights.dispose();
  return byGates;
};
