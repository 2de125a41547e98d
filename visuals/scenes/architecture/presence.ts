import { dice } from "../../../shared/chance/dice.ts";
import { smoothstep } from "../../../shared/math/numbers.ts";
import { settle } from "../../drawing/motion.ts";

/** Silence that lasts longer than this empties the site, seconds. */
const LEAVES_AFTER = 1.3;
/** The first piece leaves at once, the last this much later; each takes so long. */
const SPREAD = 2.2;
const LEAVING = 1.4;
const RETURN_SPREAD = 0.5;
const RETURNING = 0.45;

/** A break empties the site piece by piece; the first hit after it brings everything back. */
export class Presence {
  readonly #seed: number;
  #lastHit = Number.NEGATIVE_INFINITY;
  #back = Number.NEGATIVE_INFINITY;
  #gap = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A sounding voice has played. @realtime yes */
  hit(seconds: number): void {
    const gap = seconds - this.#lastHit;
    if (gap > LEAVES_AFTER && Number.isFinite(gap)) {
      this.#gap = gap;
      this.#back = seconds;
    }
    this.#lastHit = Math.max(this.#lastHit, seconds);
  }

  /** How much of the piece that was built at `born` is there, 0 to 1. @realtime yes */
  of(id: number, born: number, seconds: number): number {
    const turn = dice(this.#seed, id, 5);
    const goes = gone(seconds - this.#lastHit, turn);
    if (born >= this.#back) return 1 - goes;
    const returned = settle(seconds - this.#back - turn * RETURN_SPREAD, RETURNING);
    return (1 - gone(this.#gap, turn) * (1 - returned)) * (1 - goes);
  }
}

const gone = (silence: number, turn: number): number => smoothstep((silence - LEAVES_AFTER - turn * SPREAD) / LEAVING);
