import { type Ms, ms } from "../../shared/time/units.ts";

/** No step of an animation is longer, whatever happened between two pictures. */
const LONGEST_DELTA_MS = 100;
/** Pictures whose way to the screen is remembered. */
const REMEMBERED = 9;
/** Of the difference to what was usual lately, with each picture. */
const LEARNING = 0.15;
/** A longer way than this is a pause, and says nothing. */
const PAUSE_MS = 500;

/**
 * For which moment a picture is to be drawn that will be shown some frames later: the usual delay
 * between drawing and showing is learnt, and added. All times on one axis.
 *
 * @realtime yes: it allocates nothing.
 */
export class ShowAhead {
  readonly #ways = new Float64Array(REMEMBERED);
  #count = 0;
  #usual: number | null = null;
  #last = Number.NEGATIVE_INFINITY;
  #delta = 0;
  #spacing = 1000 / 60;

  /** From the last picture to this one; never more than LONGEST_DELTA_MS. */
  get delta(): Ms {
    return ms(this.#delta);
  }

  /** From one picture to the next, as lately was usual. */
  get spacing(): Ms {
    return ms(this.#spacing);
  }

  /** Moments are on another axis from now on. */
  restart(): void {
    this.#last = Number.NEGATIVE_INFINITY;
  }

  /** The moment for which to draw now, if what is shown now is seen at `seen`. Increases from picture to picture. */
  moment(seen: Ms, interval: Ms): Ms {
    const at = Math.max(this.#last + 1, seen + (this.#usual ?? interval));
    const delta = at - this.#last;
    this.#delta = Math.min(LONGEST_DELTA_MS, delta);
    if (delta < PAUSE_MS) this.#spacing += (this.#delta - this.#spacing) / 16;
    this.#last = at;
    return ms(at);
  }

  /** A picture is shown this long after it was drawn. */
  shown(after: Ms): void {
    if (after > PAUSE_MS) return;
    this.#ways[this.#count++ % REMEMBERED] = after;
    const middle = this.#middle();
    this.#usual = this.#usual === null ? middle : this.#usual + (middle - this.#usual) * LEARNING;
  }

  /** The median of what is remembered. */
  #middle(): number {
    const kept = Math.min(this.#count, REMEMBERED);
    for (let i = 0; i < kept; i++) {
      const way = this.#ways[i] as number;
      let place = i;
      while (place > 0 && (sorted[place - 1] as number) > way) {
        sorted[place] = sorted[place - 1] as number;
        place--;
      }
      sorted[place] = way;
    }
    return sorted[kept >> 1] as number;
  }
}

/** Scratch of `#middle`. */
const sorted = new Float64Array(REMEMBERED);
