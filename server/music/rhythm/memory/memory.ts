import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";
import { Contexts, DRUM_CONTEXTS, PATTERN_CONTEXTS } from "./contexts.ts";
import { DrumCounts } from "./drum-counts.ts";
import { Followers } from "./followers.ts";
import type { HeardSteps } from "./heard-steps.ts";
import { CODE_OF } from "./pattern-tree.ts";
import { Repeats } from "./repeats.ts";

/** Steps kept in order: more than four hours at 120 bpm. */
export const MOST_STEPS = 1 << 17;

/**
 * What one live voice has played: all its steps in order, and what followed what in them. It takes the
 * same few megabytes and the same time a step however long it listens; the oldest gives way.
 */
export class Memory implements RecentPatterns {
  readonly followers = new Followers();
  readonly drums = new DrumCounts();
  readonly repeats = new Repeats((step) => this.#at(step));
  readonly #contexts = new Contexts();
  readonly #patterns = new Uint16Array(MOST_STEPS);
  readonly #stepsInBar = new Uint8Array(MOST_STEPS);
  readonly #lastStepsOfBar = new Uint8Array(MOST_STEPS);
  #steps = 0;

  /** A memory that has learnt these; it expects what the one that has heard them expects, to the bit, if none of it had given way. */
  static from({ patterns, stepsInBar, lastStepsOfBar }: HeardSteps): Memory {
    const memory = new Memory();
    patterns.forEach((pattern, at) => {
      memory.learn(pattern as Pattern, { stepInBar: stepsInBar[at]!, stepsPerBar: lastStepsOfBar[at]! + 1 });
    });
    return memory;
  }

  /** The voice has played `pattern` in the step at `place`. @realtime yes */
  learn(pattern: Pattern, place: BarPlace): void {
    const step = this.#steps;
    this.#contexts.look(this, place);
    for (let which = 0; which < PATTERN_CONTEXTS; which++)
      this.followers.learn(this.#contexts.patterns[which]!, CODE_OF[pattern]!, step);
    for (let drum = 0; drum < DRUM_COUNT; drum++)
      for (let which = 0; which < DRUM_CONTEXTS; which++)
        this.drums.learn(this.#contexts.drums[drum * DRUM_CONTEXTS + which]!, (pattern >> drum) & 1, step);
    this.repeats.learn(this, place, step);
    const slot = step % MOST_STEPS;
    this.#patterns[slot] = pattern;
    this.#stepsInBar[slot] = place.stepInBar;
    this.#lastStepsOfBar[slot] = place.stepsPerBar - 1;
    this.#steps++;
  }

  forget(): void {
    this.#steps = 0;
    this.followers.forget();
    this.drums.forget();
    this.repeats.forget();
  }

  /** Steps it has learnt since it last forgot. */
  get steps(): number {
    return this.#steps;
  }

  /** The newest MOST_STEPS of what it has learnt, to keep. */
  heard(): HeardSteps {
    const length = Math.min(this.#steps, MOST_STEPS);
    const from = this.#steps - length;
    const slot = (step: number): number => (from + step) % MOST_STEPS;
    return {
      patterns: Uint16Array.from({ length }, (_, step) => this.#patterns[slot(step)]!),
      stepsInBar: Uint8Array.from({ length }, (_, step) => this.#stepsInBar[slot(step)]!),
      lastStepsOfBar: Uint8Array.from({ length }, (_, step) => this.#lastStepsOfBar[slot(step)]!),
    };
  }

  /** The pattern learnt so many steps ago: 1 is the newest. @realtime yes */
  back(steps: number): Pattern {
    return this.#at(this.#steps - steps) ?? SILENCE;
  }

  /**
   * How likely each drum is on each step of a bar of so many, by what was learnt on that step alone:
   * `stepsPerBar` rows of nine chances, 0 where nothing was learnt. @realtime yes: fills `into`.
   */
  sureness(stepsPerBar: number, into: Float32Array): void {
    for (let stepInBar = 0; stepInBar < stepsPerBar; stepInBar++) {
      this.#contexts.look(this, { stepInBar, stepsPerBar });
      for (let drum = 0; drum < DRUM_COUNT; drum++) {
        const at = this.drums.find(this.#contexts.drums[drum * DRUM_CONTEXTS]!);
        const hits = at < 0 ? 0 : this.drums.counts[at]!;
        const rests = at < 0 ? 1 : this.drums.counts[at + 1]!;
        into[stepInBar * DRUM_COUNT + drum] = hits / (hits + rests);
      }
    }
  }

  #at(step: number): Pattern | null {
    if (step < 0 || step >= this.#steps || step < this.#steps - MOST_STEPS) return null;
    return this.#patterns[step % MOST_STEPS]! as Pattern;
  }
}
