import { LARGEST_DELAY_MS } from "../../shared/mapping/plain-projector.ts";
import { clamp } from "../../shared/math/numbers.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/**
 * What the projector itself takes to show a picture: everything is drawn for that much later.
 * Negative draws earlier moments, for rooms where the sound is late. The server keeps it for each
 * projector, so that it is there again on another machine.
 */
export class ProjectorDelay {
  readonly #keep: (length: Ms) => void;
  #given: boolean;
  #length: Ms;

  /** `given` (the page's `?delay=`) goes before what is kept, until it is changed by hand. */
  constructor(given: string | null, keep: (length: Ms) => void) {
    this.#given = given !== null;
    this.#keep = keep;
    this.#length = within(Number(given));
  }

  get length(): Ms {
    return this.#length;
  }

  /** What is kept is this. */
  tell(length: number): void {
    if (!this.#given) this.#length = within(length);
  }

  change(by: number): void {
    this.#given = false;
    this.#length = within(this.#length + by);
    this.#keep(this.#length);
  }
}

const within = (length: number): Ms =>
  ms(Number.isFinite(length) ? clamp(length, -LARGEST_DELAY_MS, LARGEST_DELAY_MS) : 0);
