import type { BarPlace } from "../../core/music/memories.ts";
import type { Likelihood } from "../../core/music/voice.ts";

const BARS = 16;

interface BarSaved {
  steps: number;
  saved: number;
}

/** How many nats a step memory has saved a voice over the last bars it has heard, told bar by bar. */
export class GainTally {
  readonly #bars: BarSaved[] = [];
  #bar: BarSaved = { steps: 0, saved: 0 };
  /** As of the last bar that was heard to its end; null before that. */
  gain: number | null = null;

  /** One step was heard. Whether it ends a bar, and `gain` is new. @realtime yes */
  add({ surprise, surpriseWithMemory = surprise }: Likelihood, { stepInBar, stepsPerBar }: BarPlace): boolean {
    this.#bar.steps++;
    this.#bar.saved += surprise - surpriseWithMemory;
    if (stepInBar + 1 < stepsPerBar) return false;
    this.#bars.push(this.#bar);
    if (this.#bars.length > BARS) this.#bars.shift();
    this.#bar = { steps: 0, saved: 0 };
    const sum = (of: keyof BarSaved): number => this.#bars.reduce((total, bar) => total + bar[of], 0);
    this.gain = sum("saved") / sum("steps");
    return true;
  }
}
