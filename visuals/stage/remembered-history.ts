import { clamp, smoothstep } from "../../shared/math/numbers.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import type { RememberedTrace } from "../scene-api/frame.ts";

/** What is remembered passes into what was learnt since within this long; faster where bars are shorter. */
const PASSING_MS = 900;

/** What is remembered of a voice, bar after bar, written by the stage and read by the scenes. */
export class RememberedHistory implements RememberedTrace {
  #before: Remembered | null = null;
  #newest: Remembered | null = null;
  /** Not yet due: of a picture that stands still the last two, which are all it passes on to. */
  #waiting: readonly Remembered[] = [];
  /** How much of what was before is left, and how much there is of the newest. */
  #old = 0;
  #new = 0;

  get steps(): number {
    return this.#newest?.steps ?? 0;
  }

  get stepsPerBar(): number {
    const shown = this.#new > 0 ? this.#newest : (this.#before ?? this.#newest);
    return shown?.stepsPerBar ?? 0;
  }

  sureness(drum: number, stepInBar: number): number {
    return this.#old * cellOf(this.#before, drum, stepInBar) + this.#new * cellOf(this.#newest, drum, stepInBar);
  }

  /** One that is known already, or older than the newest, is ignored. */
  tell(remembered: Remembered): void {
    const last = this.#waiting.at(-1) ?? this.#newest;
    if (last !== null && remembered.at <= last.at) return;
    this.#waiting = [...this.#waiting.slice(-1), remembered];
  }

  /** The moment as of which everything is told. @realtime yes */
  moveTo(now: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.at <= now; next = this.#waiting[0]) {
      this.#before = this.#newest;
      this.#newest = next;
      this.#waiting = this.#waiting.slice(1);
    }
    if (this.#newest === null) return;
    const { at, stepsPerBar } = this.#newest;
    const length = clamp(at - (this.#before?.at ?? Number.NEGATIVE_INFINITY), 1, PASSING_MS);
    const share = smoothstep((now - at) / length);
    const sameBar = this.#before === null || this.#before.stepsPerBar === stepsPerBar;
    // In another metre no place of the bar is what it was: one goes before the other comes.
    this.#old = sameBar ? 1 - share : Math.max(0, 1 - 2 * share);
    this.#new = sameBar ? share : Math.max(0, 2 * share - 1);
  }
}

const cellOf = (remembered: Remembered | null, drum: number, stepInBar: number): number => {
  if (remembered === null || stepInBar >= remembered.stepsPerBar) return 0;
  return remembered.sureness[drum * remembered.stepsPerBar + stepInBar] ?? 0;
};
