import { ContextIndex } from "./context-index.ts";

const ROWS = 1 << 16;
/** Patterns that are remembered of a context. */
export const FOLLOWERS = 5;
/** How much of its recent count a pattern keeps when the context comes again, in 256ths. */
const KEPT = 179;
/** What one time adds to a recent count: with KEPT it stays below 256. */
export const ONCE = 64;

/**
 * Which patterns came after each context, the newest first, each counted twice: all times, and the last
 * times, which fade. Of fixed size; contexts not met for longest give way.
 */
export class Followers {
  /** In each row of FOLLOWERS the codes of its patterns; see CODE_OF. */
  readonly codes = new Uint16Array(ROWS * FOLLOWERS);
  /** All times, up to 255; 0 where there is no pattern. */
  readonly times = new Uint8Array(ROWS * FOLLOWERS);
  /** The last times, in units of 1 / ONCE. */
  readonly lately = new Uint8Array(ROWS * FOLLOWERS);
  readonly #index = new ContextIndex(ROWS, (row) => this.times.fill(0, row * FOLLOWERS, (row + 1) * FOLLOWERS));

  /** Where the context's row begins in the arrays; below 0 when it is not known. @realtime yes */
  find(context: number): number {
    return this.#index.find(context) * FOLLOWERS;
  }

  /** The pattern of `code` came after the context; `step` counts what is learnt. @realtime yes */
  learn(context: number, code: number, step: number): void {
    const { codes, times, lately } = this;
    const begin = this.#index.rowFor(context, step) * FOLLOWERS;
    const last = begin + FOLLOWERS - 1;
    let at = begin;
    while (at < last && times[at]! > 0 && codes[at] !== code) at++;
    const known = times[at]! > 0 && codes[at] === code;
    const often = known ? times[at]! : 0;
    const recent = known ? lately[at]! : 0;
    for (let other = begin; other <= last; other++) lately[other] = (lately[other]! * KEPT) >> 8;
    // Those in front of it move back by one; the last falls out of a full row.
    for (; at > begin; at--) {
      codes[at] = codes[at - 1]!;
      times[at] = times[at - 1]!;
      lately[at] = lately[at - 1]!;
    }
    codes[begin] = code;
    times[begin] = Math.min(255, often + 1);
    lately[begin] = ((recent * KEPT) >> 8) + ONCE;
  }

  forget(): void {
    this.#index.forget();
  }
}
