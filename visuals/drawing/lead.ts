import { mix, settle } from "./motion.ts";
import { HIGH_TOM, LOW_TOM, MID_TOM } from "./traces.ts";

/**
 * Where the video's toms lead the look: the low one to one side, the high one to the other, the
 * middle one up. It goes on from wherever it is, and stays there until the next.
 */
export class Lead {
  /** Where it is now; both are 0 in the middle. */
  aside = 0;
  up = 0;
  readonly #seconds: number;
  readonly #farAside: number;
  readonly #farUp: number;
  #fromAside = 0;
  #toAside = 0;
  #fromUp = 0;
  #toUp = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** A way takes so many seconds; the high tom leads to `aside`, the low one as far to the other side, the middle one to `up`. */
  constructor(seconds: number, aside: number, up: number) {
    this.#seconds = seconds;
    this.#farAside = aside;
    this.#farUp = up;
  }

  /** One of the video's drums; only toms lead. @realtime yes */
  hit(drum: number, seconds: number): void {
    if (drum !== LOW_TOM && drum !== MID_TOM && drum !== HIGH_TOM) return;
    this.move(seconds);
    this.#fromAside = this.aside;
    this.#fromUp = this.up;
    this.#toAside = drum === LOW_TOM ? -this.#farAside : drum === HIGH_TOM ? this.#farAside : 0;
    this.#toUp = drum === MID_TOM ? this.#farUp : 0;
    this.#since = seconds;
  }

  /** @realtime yes */
  move(seconds: number): void {
    const share = settle(seconds - this.#since, this.#seconds);
    this.aside = mix(this.#fromAside, this.#toAside, share);
    this.up = mix(this.#fromUp, this.#toUp, share);
  }
}
