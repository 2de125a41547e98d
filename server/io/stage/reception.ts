import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { PageSocket } from "./page-socket.ts";

/** Between two welcomes: a snapshot takes a millisecond or two to put together, and notes do not wait for it. */
const WELCOME_EVERY_MS = 100;
/** So many are welcomed together. */
const MOST_AT_ONCE = 8;

/**
 * Where pages wait to be welcomed: the first not at all, and of a crowd some together now and then, so that one
 * snapshot serves them all and the others hear nothing of it.
 */
export class Reception {
  readonly #time: TimeSource;
  readonly #welcome: (pages: readonly PageSocket[]) => void;
  readonly #waiting = new Set<PageSocket>();
  #next: Ms = ms(Number.NEGATIVE_INFINITY);
  #cancel: (() => void) | null = null;

  constructor(time: TimeSource, welcome: (pages: readonly PageSocket[]) => void) {
    this.#time = time;
    this.#welcome = welcome;
  }

  join(page: PageSocket): void {
    this.#waiting.add(page);
    page.once("disconnect", () => this.#waiting.delete(page));
    if (this.#cancel !== null) return;
    if (this.#time.now() >= this.#next) this.#receive();
    else this.#schedule();
  }

  dispose(): void {
    this.#cancel?.();
    this.#waiting.clear();
  }

  #receive(): void {
    this.#cancel = null;
    const pages = [...this.#waiting].slice(0, MOST_AT_ONCE);
    if (pages.length === 0) return;
    for (const page of pages) this.#waiting.delete(page);
    this.#next = ms(this.#time.now() + WELCOME_EVERY_MS);
    this.#welcome(pages);
    if (this.#waiting.size > 0) this.#schedule();
  }

  #schedule(): void {
    this.#cancel = this.#time.wake(this.#next, () => this.#receive());
  }
}
