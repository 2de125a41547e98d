import { PATTERN_COUNT, type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import { blend } from "../../../music/rhythm/memory/blend.ts";
import type { Memory } from "../../../music/rhythm/memory/memory.ts";
import { Mixer } from "../../../music/rhythm/memory/mixer.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";

/** What is heard and played from the beginning of a piece. */
export class HeardLine {
  readonly stepsPerBar: number;
  readonly patterns: Pattern[] = [];

  constructor(stepsPerBar: number) {
    this.stepsPerBar = stepsPerBar;
  }

  /** Of the step that comes. */
  get place(): { readonly stepInBar: number; readonly stepsPerBar: number } {
    return { stepInBar: this.patterns.length % this.stepsPerBar, stepsPerBar: this.stepsPerBar };
  }

  back(steps: number): Pattern {
    return this.patterns[this.patterns.length - steps] ?? SILENCE;
  }
}

/** A model that goes by a memory as far as `amount`, 0 to 1, tells: its network's state, and how it mixes. */
export class RememberingVoice {
  /** What it expects; see `expect`. */
  readonly expected = new Float32Array(PATTERN_COUNT);
  readonly #model: DrumModel;
  readonly #memory: Memory;
  readonly #amount: number;
  readonly #mixer: Mixer;
  readonly #state;
  readonly #kept;

  constructor(model: DrumModel, memory: Memory, amount: number) {
    this.#model = model;
    this.#memory = memory;
    this.#amount = amount;
    this.#mixer = new Mixer(model.mix);
    this.#state = model.network.newState();
    this.#kept = model.network.newState();
  }

  /** Fills `expected` with the logits of the step after `line`. */
  expect(line: HeardLine): void {
    const logits = this.#model.network.logits(this.#state);
    if (this.#amount > 0) this.#mixer.mix(logits, this.#memory, line, line.place, this.expected);
    blend(logits, this.expected, this.#amount, this.expected);
  }

  /** The drummer has played `pattern`, before the memory learns it. */
  hear(pattern: Pattern, line: HeardLine): void {
    if (this.#amount > 0) {
      this.expect(line);
      this.#mixer.adapt(pattern);
    }
    this.moveOn(pattern, line);
  }

  moveOn(pattern: Pattern, line: HeardLine): void {
    this.#model.step(this.#state, pattern, line.patterns.length);
  }

  /** Remembers where the network is, for `goBack`. */
  keep(): void {
    this.#kept.copyFrom(this.#state);
  }

  goBack(): void {
    this.#state.copyFrom(this.#kept);
  }
}
