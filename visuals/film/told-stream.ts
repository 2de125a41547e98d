import type { Told } from "../../shared/protocol/film.ts";

/** A take as it is told, read as far as one moment after the other. */
export class ToldStream {
  readonly #lines: AsyncIterator<Told>;
  #next: Told | null = null;
  #ended = false;

  constructor(lines: AsyncIterator<Told>) {
    this.#lines = lines;
  }

  /** Hands over, in order, what was told by `until` and has not been handed over. */
  async upTo(until: number, hear: (told: Told) => void): Promise<void> {
    for (let told = await this.#peek(); told !== null && told[0] <= until; told = await this.#peek()) {
      this.#next = null;
      hear(told);
    }
  }

  async #peek(): Promise<Told | null> {
    if (this.#next === null && !this.#ended) {
      const { done, value } = await this.#lines.next();
      if (done === true) this.#ended = true;
      else this.#next = value;
    }
    return this.#next;
  }
}
