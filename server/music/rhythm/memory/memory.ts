import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import type { BarPlace } from "./bar-place.ts";
import type { HeardSteps } from "./heard-steps.ts";

/** Steps kept: more than four hours at 120 bpm. */
export const MOST_STEPS = 1 << 17;

const LONGEST_BAR = 256;

/**
 * What one live voice has played: how often each drum fell on each place of the bar, and all steps in
 * order. Bounded; the oldest steps give way.
 */
export class Memory {
  readonly #patterns = new Uint16Array(MOST_STEPS);
  readonly #places = new Uint8Array(MOST_STEPS);
  readonly #bars = new Uint8Array(MOST_STEPS);
  readonly #hits = new Uint32Array(LONGEST_BAR * DRUM_COUNT);
  readonly #seen = new Uint32Array(LONGEST_BAR);
  #steps = 0;

  static from(heard: HeardSteps): Memory {
    const memory = new Memory();
    heard.patterns.forEach((pattern, at) => {
      memory.learn(pattern as Pattern, {
        stepInBar: heard.stepsInBar[at]!,
        stepsPerBar: heard.lastStepsOfBar[at]! + 1,
      });
    });
    return memory;
  }

  /** @realtime yes */
  learn(pattern: Pattern, { stepInBar, stepsPerBar }: BarPlace): void {
    const slot = this.#steps++ % MOST_STEPS;
    this.#patterns[slot] = pattern;
    this.#places[slot] = stepInBar;
    this.#bars[slot] = stepsPerBar - 1;
    this.#seen[stepInBar]!++;
    for (let drum = 0; drum < DRUM_COUNT; drum++) this.#hits[stepInBar * DRUM_COUNT + drum]! += (pattern >> drum) & 1;
  }

  forget(): void {
    this.#steps = 0;
    this.#hits.fill(0);
    this.#seen.fill(0);
  }

  /** Steps it has learnt since it last forgot. */
  get steps(): number {
    return this.#steps;
  }

  /** The newest MOST_STEPS of what it has learnt, to keep. */
  heard(): HeardSteps {
    const length = Math.min(this.#steps, MOST_STEPS);
    const from = this.#steps - length;
    const at = (step: number): number => (from + step) % MOST_STEPS;
    return {
      patterns: Uint16Array.from({ length }, (_, step) => this.#patterns[at(step)]!),
      stepsInBar: Uint8Array.from({ length }, (_, step) => this.#places[at(step)]!),
      lastStepsOfBar: Uint8Array.from({ length }, (_, step) => this.#bars[at(step)]!),
    };
  }

  /** The pattern learnt so many steps ago: 1 is the newest; SILENCE beyond what is kept. @realtime yes */
  back(steps: number): Pattern {
    if (steps > this.#steps || steps > MOST_STEPS) return SILENCE;
    return this.#patterns[(this.#steps - steps) % MOST_STEPS]! as Pattern;
  }

  /**
   * How likely each drum is on each step of a bar, by what was learnt there alone: `stepsPerBar` rows
   * of nine chances, 0 where nothing was learnt. @realtime yes: fills `into`.
   */
  sureness(stepsPerBar: number, into: Float32Array): void {
    for (let step = 0; step < stepsPerBar; step++)
      for (let drum = 0; drum < DRUM_COUNT; drum++)
        into[step * DRUM_COUNT + drum] = this.#hits[step * DRUM_COUNT + drum]! / Math.max(1, this.#seen[step]!);
  }

  /** Chance and weight of a drum on a place of the bar. @realtime yes */
  evidence(stepInBar: number, drum: number): number {
    const hits = this.#hits[stepInBar * DRUM_COUNT + drum]!;
    return Math.log((hits + 0.4) / (this.#seen[stepInBar]! - hits + 0.4));
  }
}
