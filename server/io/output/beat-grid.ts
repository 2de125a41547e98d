import { barOf, beatsPerBar, type Metre, startOfBar } from "../../../shared/time/metre.ts";
import { type Beats, beats } from "../../../shared/time/units.ts";

/** A beat this little before a place counts as there: beats computed from milliseconds are not exact. */
const EPSILON = 1e-6;

/** The beats that are announced: every bar line and the quarter notes counted from it, each once, none before 0. */
export class BeatGrid {
  readonly #metre: Metre;
  #bar: number;
  #quarter: number;

  /** Begins with the first beat that is not before `from`. */
  constructor(metre: Metre, from: Beats) {
    this.#metre = metre;
    const start = Math.max(0, from - EPSILON);
    this.#bar = barOf(beats(start), metre);
    this.#quarter = Math.ceil(start - startOfBar(this.#bar, metre));
    this.#settle();
  }

  /** The bar of `beat`, counted from 0. */
  get bar(): number {
    return this.#bar;
  }

  get beat(): Beats {
    return beats(startOfBar(this.#bar, this.#metre) + this.#quarter);
  }

  /** Goes on to the next beat. */
  advance(): void {
    this.#quarter++;
    this.#settle();
  }

  #settle(): void {
    if (this.#quarter < beatsPerBar(this.#metre)) return;
    this.#bar++;
    this.#quarter = 0;
  }
}
