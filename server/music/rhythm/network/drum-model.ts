import type { Pattern } from "../../../core/music/pattern.ts";
import { type Alphabet, alphabetOfCheckpoint, writeInput } from "../alphabet.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { DEFAULT_MIX_WEIGHTS, type MixWeights } from "../memory/mix-weights.ts";
import { Network } from "./network.ts";
import type { NetworkState } from "./network-state.ts";

/** A network that speaks our alphabet. Voices share it, each with a state of its own. */
export class DrumModel {
  readonly network: Network;
  /** How it is mixed with a memory. */
  readonly mix: MixWeights;
  readonly #alphabet: Alphabet;
  readonly #input: Float32Array;

  /** Throws CheckpointError when the checkpoint is not a drum model; `place` is for its message. */
  constructor(checkpoint: Checkpoint, place: string) {
    this.#alphabet = alphabetOfCheckpoint(checkpoint, place);
    this.#input = new Float32Array(this.#alphabet.inputs);
    this.network = new Network(checkpoint);
    this.mix = checkpoint.mix ?? DEFAULT_MIX_WEIGHTS;
  }

  /** Moves `state` on by the pattern of step `step` of the grid. @realtime yes */
  step(state: NetworkState, pattern: Pattern, step: number): void {
    writeInput(this.#alphabet, pattern, step, this.#input);
    this.network.step(state, this.#input);
  }

  dispose(): void {
    this.network.dispose();
  }
}
