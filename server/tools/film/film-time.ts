import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

/** The time of a take that is told again: it goes on when it is moved, and whatever was to be done by then is done at its moment. */
export class FilmTime implements TimeSource {
  readonly #waiting = new Set<{ readonly at: Ms; readonly run: () => void }>();
  #now: Ms;

  constructor(now: Ms) {
    this.#now = now;
  }

  now(): Ms {
    return this.#now;
  }

  wake(at: Ms, run: () => void): () => void {
    const entry = { at, run };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Earlier moments than now are now. */
  moveTo(at: Ms): void {
    for (let next = this.#next(at); next !== null; next = this.#next(at)) {
      this.#waiting.delete(next);
      this.#now = ms(Math.max(this.#now, next.at));
      next.run();
    }
    this.#now = ms(Math.max(this.#now, at));
  }

  #next(until: Ms): { readonly at: Ms; readonly run: () => void } | null {
    let first: { readonly at: Ms; readonly run: () => void } | null = null;
    for (const entry of this.#waiting) if (entry.at <= until && (first === null || entry.at < first.at)) first = entry;
    return first;
  }
}
