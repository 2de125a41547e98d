import { PATTERN_COUNT } from "../../../core/music/pattern.ts";

/** What followed a context. */
interface Followers {
  total: number;
  readonly counts: Map<number, number>;
}

/** Stands for what was before a piece: its start is a context of its own. */
const BEFORE = String.fromCharCode(0xffff);

/**
 * Counts of what follows the last 0 to `order - 1` patterns, interpolated after Witten and Bell 1991:
 * a context is believed in so far as it has been seen more often than it has shown something new, and
 * for the rest the context shorter by one is asked, down to all patterns alike.
 */
export class NgramModel {
  /** 1 is a unigram. */
  readonly order: number;
  readonly #contexts = new Map<string, Followers>();

  constructor(order: number, sequences: readonly Uint16Array[]) {
    this.order = order;
    for (const symbols of sequences) {
      const text = this.#textOf(symbols);
      symbols.forEach((symbol, at) => {
        for (let length = 0; length < order; length++) this.#count(this.#context(text, at, length), symbol);
      });
    }
  }

  /** -ln p of every step, in nats. */
  score(symbols: Uint16Array): Float64Array {
    const text = this.#textOf(symbols);
    return Float64Array.from(symbols, (symbol, at) => {
      let probability = 1 / PATTERN_COUNT;
      for (let length = 0; length < this.order; length++) {
        const followers = this.#contexts.get(this.#context(text, at, length));
        if (followers === undefined) break;
        const { total, counts } = followers;
        probability = ((counts.get(symbol) ?? 0) + counts.size * probability) / (total + counts.size);
      }
      return -Math.log(probability);
    });
  }

  #count(context: string, symbol: number): void {
    let followers = this.#contexts.get(context);
    if (followers === undefined) {
      followers = { total: 0, counts: new Map() };
      this.#contexts.set(context, followers);
    }
    followers.total++;
    followers.counts.set(symbol, (followers.counts.get(symbol) ?? 0) + 1);
  }

  /** A pattern a character, with a longest context of BEFORE in front: contexts are parts of it, quick to look up. */
  #textOf(symbols: Uint16Array): string {
    return BEFORE.repeat(this.order - 1) + Array.from(symbols, (symbol) => String.fromCharCode(symbol)).join("");
  }

  /** The `length` patterns before step `at`. */
  #context(text: string, at: number, length: number): string {
    const end = at + this.order - 1;
    return text.slice(end - length, end);
  }
}
