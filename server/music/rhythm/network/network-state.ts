import type { NetworkShape } from "../checkpoint/network-shape.ts";

/** Everything a network carries from one step to the next: one array, with names for its parts. */
export class NetworkState {
  /** All of it; copying a state is copying this. */
  readonly values: Float32Array;
  /** Cell states, a layer each. */
  readonly c: readonly Float32Array[];
  /** Cell outputs, a layer each. */
  readonly h: readonly Float32Array[];
  /** Attention: what was last looked at. Empty without attention, like the next two. */
  readonly context: Float32Array;
  /** Attention: the outputs of the last steps, oldest first, one row each. */
  readonly memory: Float32Array;
  /** Attention: the memory's rows times attn_w, so that each row is multiplied once and not at every step. */
  readonly features: Float32Array;

  /** A state that has heard nothing: all zeros. */
  constructor(shape: NetworkShape) {
    const size = shape.attention?.size ?? 0;
    const memory = size * (shape.attention?.length ?? 0);
    const cells = shape.layers.reduce((sum, layer) => sum + layer, 0);
    this.values = new Float32Array(2 * cells + size + 2 * memory);
    let at = 0;
    const take = (length: number): Float32Array => {
      at += length;
      return this.values.subarray(at - length, at);
    };
    this.c = shape.layers.map(take);
    this.h = shape.layers.map(take);
    this.context = take(size);
    this.memory = take(memory);
    this.features = take(memory);
  }

  /** Becomes equal to `other`, which is of the same shape. @realtime yes */
  copyFrom(other: NetworkState): void {
    this.values.set(other.values);
  }
}
