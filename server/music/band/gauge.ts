/** How dense a voice has been lately: the share of the last `length` steps that had a hit in them. */
export class DensityGauge {
  readonly #sounding: boolean[] = [];
  #count = 0;

  /** Notes one more step; `length` is the bar in force. Returns the density, 0 to 1. */
  add(sounds: boolean, length: number): number {
    this.#sounding.push(sounds);
    if (sounds) this.#count++;
    while (this.#sounding.length > length) if (this.#sounding.shift()) this.#count--;
    return this.#count / this.#sounding.length;
  }
}
