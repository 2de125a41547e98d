import type { Line } from "./line.ts";

interface OwnHit {
  readonly step: number;
  readonly drum: number;
  readonly velocity: number;
  readonly offset: number;
}

/** Hits that are remembered: more than four of any drum as a rule. */
const HITS_KEPT = 128;

/**
 * What a voice has played itself, step after step: in an answer it goes on from that. A step that is decided anew
 * takes the place of all there was from it on.
 *
 * @realtime yes, but `after` allocates.
 */
export class OwnLine {
  readonly #hits: OwnHit[] = [];

  /** Everything from `step` on is void. */
  takeBack(step: number): void {
    while (this.#hits.length > 0 && this.#hits.at(-1)!.step >= step) this.#hits.pop();
  }

  /** Velocity and offset as they are reckoned with; see `habits.ts`. */
  add(step: number, drum: number, velocity: number, offset: number): void {
    if (this.#hits.push({ step, drum, velocity, offset }) > HITS_KEPT) this.#hits.shift();
  }

  /** What was heard, and what was played since. */
  after(heard: Line): Line {
    const line = heard.copy();
    for (const { drum, step, velocity, offset } of this.#hits) line.add(drum, step, velocity, offset);
    return line;
  }

  clear(): void {
    this.#hits.length = 0;
  }
}
