import type { VoiceName } from "../../../shared/music/note.ts";
import { PATTERN_COUNT, type Pattern } from "../../core/music/pattern.ts";
import type { Recall } from "../../core/music/voice.ts";
import type { RecentPatterns } from "./memory/bar-place.ts";
import { blend } from "./memory/blend.ts";
import type { Memory } from "./memory/memory.ts";
import type { MixWeights } from "./memory/mix-weights.ts";
import { Mixer } from "./memory/mixer.ts";

/** The memory of a live voice; null where nothing was ever heard of it. @realtime yes */
export type MemoryOf = (voice: VoiceName) => Memory | null;

/**
 * What one voice remembers, laid over what its network expects. It never goes back: what was heard was heard, whatever
 * marks the voice itself returns to.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class Recollection {
  readonly #memoryOf: MemoryOf;
  readonly #mixed = new Float32Array(PATTERN_COUNT);
  readonly #blended = new Float32Array(PATTERN_COUNT);
  readonly #place = { stepInBar: 0, stepsPerBar: 1 };
  #mixer: Mixer;
  /** What was mixed in last; null where the network was left alone. */
  #memory: Memory | null = null;
  /** Whom the weights have followed. */
  #followed: Memory | null = null;

  constructor(weights: MixWeights, memoryOf: MemoryOf) {
    this.#mixer = new Mixer(weights);
    this.#memoryOf = memoryOf;
  }

  /** Another model has other weights, and begins with them as they were fitted. */
  use(weights: MixWeights): void {
    this.#mixer = new Mixer(weights);
    this.#memory = null;
    this.#followed = null;
  }

  /**
   * What is expected in `step` of the grid after `line`, as logits, by what the network expects of it. Where nothing is
   * remembered, or nothing is to be, these are the network's own; else they are good until it is asked again.
   */
  expect(network: Float32Array, line: RecentPatterns, step: number, recall: Recall): Float32Array {
    const { remembers, memory: amount, stepsPerBar } = recall;
    this.#memory = remembers === null || amount === 0 ? null : this.#memoryOf(remembers);
    if (this.#memory === null || this.#memory.steps === 0) return network;
    this.#place.stepInBar = step % stepsPerBar;
    this.#place.stepsPerBar = stepsPerBar;
    this.#mixer.mix(network, this.#memory, line, this.#place, this.#mixed);
    if (amount === 1) return this.#mixed;
    blend(network, this.#mixed, amount, this.#blended);
    return this.#blended;
  }

  /** Whom it remembers has played `pattern` in the step that was expected last. */
  follow(pattern: Pattern): void {
    if (this.#memory === null) return;
    this.#followed = this.#memory;
    this.#mixer.adapt(pattern);
  }

  /** `memory` is forgotten, and with it how its weights have followed it. */
  forget(memory: Memory): void {
    if (this.#followed === memory) this.#mixer.forget();
  }
}
