import { type Ms, ms } from "../../shared/time/units.ts";

/** Further than this no projector is. */
const LARGEST_MS = 500;

/** As much of `localStorage` as is needed. */
export type Drawer = Pick<Storage, "getItem" | "setItem">;

/**
 * What the projector itself takes to show a picture: everything is drawn for that much later.
 * Negative draws earlier moments, for rooms where the sound is late. Kept by the browser for each
 * output, so that it is there again after a restart.
 */
export class ProjectorDelay {
  readonly #key: string;
  readonly #drawer: Drawer;
  #length: Ms;

  /** `given` (the page's `?delay=`) goes before what was kept; `output` is the page's `?output=`. */
  constructor(given: string | null, output: string, drawer: Drawer) {
    this.#key = `antiphon projector delay ${output}`;
    this.#drawer = drawer;
    this.#length = within(Number(given ?? this.#kept()));
  }

  get length(): Ms {
    return this.#length;
  }

  change(by: number): void {
    this.#length = within(this.#length + by);
    try {
      this.#drawer.setItem(this.#key, String(this.#length));
    } catch {
      // A browser that keeps nothing: it holds until the page is closed.
    }
  }

  #kept(): string | null {
    try {
      return this.#drawer.getItem(this.#key);
    } catch {
      return null;
    }
  }
}

const within = (length: number): Ms =>
  ms(Number.isFinite(length) ? Math.min(LARGEST_MS, Math.max(-LARGEST_MS, length)) : 0);
