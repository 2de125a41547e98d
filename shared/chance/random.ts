import { TURN } from "../math/numbers.ts";
import { hash } from "./hash.ts";

/** Where a generator is; see Random.save. */
export type RandomState = readonly [number, number, number, number];

/**
 * All chance in a show comes from generators like this one, seeded by the show or the take.
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, the same numbers on every platform.
 *
 * @realtime yes: no allocation.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` is any integer; `stream` gives independent generators for one seed (a voice's name, say). */
  constructor(seed: number, stream = "") {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = hash(stream) | 0;
    for (let i = 0; i < 15; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** Where the generator is, to come back to. */
  save(): RandomState {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  /** Goes on as the generator that was saved would have. */
  restore(state: RandomState): void {
    [this.#a, this.#b, this.#c, this.#counter] = state;
  }

  /** Normally distributed, mean 0, standard deviation 1 (Box and Muller 1958). */
  gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(TURN * this.next());
  }

  /** A uniform integer in [0, below). */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }
}
