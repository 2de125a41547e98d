import { type Ms, ms } from "../../../shared/time/units.ts";

/**
 * Remembers what was complained of, so that each cause is told once, and again only after it has been quiet for a
 * while. Whoever invents causes without end gets no more memory and no more sentences than `most`.
 */
export class ToldCauses {
  readonly #most: number;
  readonly #quiet: Ms;
  /** When each came last. */
  readonly #last = new Map<string, Ms>();
  #isFull = false;

  /** `quiet` Infinity: each is told once and for all. */
  constructor(most: number, quiet: Ms) {
    this.#most = most;
    this.#quiet = quiet;
  }

  /** What is to be said of a cause that came at `at`: it, nothing, or, once, that there are too many. */
  take(cause: string, at: Ms): "tell" | "nothing" | "too many" {
    const last = this.#last.get(cause);
    if (last === undefined && this.#last.size >= this.#most) this.#forget(at);
    if (last === undefined && this.#last.size >= this.#most) {
      const isNew = !this.#isFull;
      this.#isFull = true;
      return isNew ? "too many" : "nothing";
    }
    this.#last.set(cause, at);
    return last === undefined || at - last >= this.#quiet ? "tell" : "nothing";
  }

  #forget(at: Ms): void {
    for (const [cause, last] of this.#last) if (ms(at - last) >= this.#quiet) this.#last.delete(cause);
    this.#isFull &&= this.#last.size >= this.#most;
  }
}
