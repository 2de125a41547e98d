import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";
import { Contexts, DRUM_CONTEXTS, PATTERN_CONTEXTS } from "./contexts.ts";
import { DrumCounts } from "./drum-counts.ts";
import { Followers } from "./followers.ts";
import { HeardRing } from "./heard-ring.ts";
import { eachHeard, type HeardSteps } from "./heard-steps.ts";
import { CODE_OF } from "./pattern-tree.ts";
import { Repeats } from "./repeats.ts";

/**
 * What one live voice has played: all its steps in order, and what followed what in them. It takes the
 * same few megabytes and the same time a step however long it listens; the oldest gives way.
 */
export class Memory implements RecentPatterns {
  readonly followers = new Followers();
  readonly drums = new DrumCounts();
  readonly repeats = new Repeats((step) => this.#heard.at(step));
  readonly #contexts = new Contexts();
  readonly #heard = new HeardRing();

  /** A memory that has learnt these; it expects what the one that has heard them expects, to the bit, if none of it had given way. */
  static from(heard: HeardSteps): Memory {
    const memory = new Memory();
    eachHeard(heard, (pattern, place) => memory.learn(pattern, place));
    return memory;
  }

  /** The voice has played `pattern` in the step at `place`. @realtime yes */
  learn(pattern: Pattern, place: BarPlace): void {
    const { steps: step } = this.#heard;
    this.#contexts.look(this, place);
    for (let which = 0; which < PATTERN_CONTEXTS; which++)
      this.followers.learn(this.#contexts.patterns[which]!, CODE_OF[pattern]!, step);
    for (let drum = 0; drum < DRUM_COUNT; drum++)
      for (let which = 0; which < DRUM_CONTEXTS; which++)
        this.drums.learn(this.#contexts.drums[drum * DRUM_CONTEXTS + which]!, (pattern >> drum) & 1, step);
    this.repeats.learn(this, place, step);
    this.#heard.add(pattern, place);
  }

  forget(): void {
    this.#heard.empty();
    this.followers.forget();
    this.drums.forget();
    this.repeats.forget();
  }

  /** Steps it has learnt since it last forgot. */
  get steps(): number {
    return this.#heard.steps;
  }

  /** The newest MOST_STEPS of what it has learnt, to keep. */
  heard(): HeardSteps {
    return this.#heard.heard();
  }

  /** The pattern learnt so many steps ago: 1 is the newest. @realtime yes */
  back(steps: number): Pattern {
    return this.#heard.at(this.#heard.steps - steps) ?? SILENCE;
  }

  /**
   * How sure it is of each drum on each step of a bar of so many, by what was learnt on that step alone: the chance that
   * it is hit, as if it had been left out there once before, so that what was heard once is half sure. `stepsPerBar` rows
   * of nine, 0 where nothing was learnt. @realtime yes: fills `into`.
   */
  sureness(stepsPerBar: number, into: Float32Array): void {
    for (let stepInBar = 0; stepInBar < stepsPerBar; stepInBar++) {
      this.#contexts.look(this, { stepInBar, stepsPerBar });
      for (let drum = 0; drum < DRUM_COUNT; drum++) {
        const at = this.drums.find(this.#contexts.drums[drum * DRUM_CONTEXTS]!);
        const hits = at < 0 ? 0 : this.drums.counts[at]!;
        const rests = at < 0 ? 0 : this.drums.counts[at + 1]!;
        into[stepInBar * DRUM_COUNT + drum] = hits / (hits + rests + 1);
      }
    }
  }
}
