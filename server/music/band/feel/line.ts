import { DRUM_COUNT } from "../../../../shared/music/drums.ts";

/** Hits of a drum that are kept. */
export const LINE_HITS = 4;

/**
 * The newest hits of every drum, newest first: what a voice has heard and, in an answer, what it has played since.
 *
 * @realtime yes, but `copy` allocates.
 */
export class Line {
  readonly #steps = new Float64Array(DRUM_COUNT * LINE_HITS).fill(Number.NEGATIVE_INFINITY);
  readonly #velocities = new Float32Array(DRUM_COUNT * LINE_HITS);
  readonly #offsets = new Float32Array(DRUM_COUNT * LINE_HITS);

  /** Puts a hit where its step belongs. One that is older than all, or in a step that is there, is ignored. */
  add(drum: number, step: number, velocity: number, offset: number): void {
    const first = drum * LINE_HITS;
    let at = first;
    while (at < first + LINE_HITS && this.#steps[at]! > step) at++;
    if (at === first + LINE_HITS || this.#steps[at] === step) return;
    for (const values of [this.#steps, this.#velocities, this.#offsets])
      values.copyWithin(at + 1, at, first + LINE_HITS - 1);
    this.#steps[at] = step;
    this.#velocities[at] = velocity;
    this.#offsets[at] = offset;
  }

  /** Of the drum's hit number `back` from the newest, 0: its step, or minus infinity where there is none. */
  step(drum: number, back: number): number {
    return this.#steps[drum * LINE_HITS + back]!;
  }

  velocity(drum: number, back: number): number {
    return this.#velocities[drum * LINE_HITS + back]!;
  }

  offset(drum: number, back: number): number {
    return this.#offsets[drum * LINE_HITS + back]!;
  }

  struckAt(drum: number, step: number): boolean {
    for (let back = 0; back < LINE_HITS; back++) if (this.step(drum, back) === step) return true;
    return false;
  }

  copy(): Line {
    const copy = new Line();
    copy.#steps.set(this.#steps);
    copy.#velocities.set(this.#velocities);
    copy.#offsets.set(this.#offsets);
    return copy;
  }

  /** Steps mean other moments now. */
  clear(): void {
    this.#steps.fill(Number.NEGATIVE_INFINITY);
  }
}
