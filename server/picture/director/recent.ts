/** Remembers what was on, the newest first, so that it does not come back too soon. */
export class Recent {
  readonly #kept: number;
  #names: readonly string[] = [];

  /** `kept` is how far back it remembers. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  add(name: string): void {
    this.#names = [name, ...this.#names.filter((known) => known !== name)].slice(0, this.#kept);
  }

  /**
   * How fresh `name` is among `count` there are to choose from: 0 for what is on and (among four or
   * more) what was on before it, then rising to 1. Something is always left to choose.
   */
  freshness(name: string, count: number): number {
    const place = this.#names.indexOf(name);
    const remembered = Math.min(this.#kept, count - 1);
    if (place < 0 || place >= remembered) return 1;
    const barred = count < 4 ? 1 : 2;
    return place < barred ? 0 : place / (remembered + 1);
  }

  save(): readonly string[] {
    return this.#names;
  }

  restore(names: readonly string[]): void {
    this.#names = names.slice(0, this.#kept);
  }
}
