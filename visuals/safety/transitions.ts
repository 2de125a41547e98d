import type { FlashRule } from "./flash-rule.ts";

/** A rise, a fall, or neither. */
export type LightTurn = 1 | -1 | 0;

/**
 * Follows the peaks and valleys of one signal in every block of a grid. The way from one to the
 * next is a swing; it is a transition as soon as it has gone far enough and through a state that counts,
 * and once only. Because a swing turns as soon as the signal comes back far enough, this finds the
 * most alternations that the signal holds.
 *
 * @realtime yes: it allocates nothing.
 */
export class Transitions {
  readonly #rule: FlashRule;
  /** Of the swing under way; 0 before the first. */
  readonly #direction: Int8Array;
  /** Where it began. */
  readonly #origin: Float64Array;
  /** It has been a transition already. */
  readonly #isTold: Uint8Array;
  /** It has been in a state that counts. */
  readonly #counts: Uint8Array;
  /** The furthest it went: the peak of a rise, the valley of a fall; both before the first swing. */
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  /** At the furthest or since, it was in a state that counts: what the next swing begins with. */
  readonly #countsSince: Uint8Array;

  constructor(blocks: number, rule: FlashRule) {
    this.#rule = rule;
    this.#direction = new Int8Array(blocks);
    this.#origin = new Float64Array(blocks);
    this.#isTold = new Uint8Array(blocks);
    this.#counts = new Uint8Array(blocks);
    this.#high = new Float64Array(blocks).fill(Number.NEGATIVE_INFINITY);
    this.#low = new Float64Array(blocks).fill(Number.POSITIVE_INFINITY);
    this.#countsSince = new Uint8Array(blocks);
  }

  /** What it would be if `block` showed `value` next; `counts` is 1 if that is a state that counts. */
  probe(block: number, value: number, counts: number): LightTurn {
    const direction = this.#directionWith(block, value);
    if (direction === 0) return 0;
    const turns = direction !== this.#direction[block];
    if (!turns && this.#isTold[block] === 1) return 0;
    if (counts === 0 && (turns ? this.#countsSince : this.#counts)[block] === 0) return 0;
    const origin = turns ? this.#furthest(block, direction) : (this.#origin[block] as number);
    const isLarge = (value - origin) * direction >= this.#rule.change;
    const darker = direction === 1 ? origin : value;
    return isLarge && darker < this.#rule.darkerBelow ? direction : 0;
  }

  /** `block` shows `value`, which is the `transition` that `probe` said. */
  accept(block: number, value: number, counts: number, transition: LightTurn): void {
    const direction = this.#directionWith(block, value);
    if (direction !== this.#direction[block]) {
      this.#origin[block] = this.#furthest(block, direction);
      this.#counts[block] = (this.#countsSince[block] as number) | counts;
      this.#direction[block] = direction;
      this.#isTold[block] = transition === 0 ? 0 : 1;
      this.#high[block] = value;
      this.#low[block] = value;
      this.#countsSince[block] = counts;
      return;
    }
    if (transition !== 0) this.#isTold[block] = 1;
    this.#counts[block] = (this.#counts[block] as number) | counts;
    const isFurther =
      (direction === 1 && value > (this.#high[block] as number)) ||
      (direction === -1 && value < (this.#low[block] as number));
    this.#countsSince[block] = isFurther ? counts : (this.#countsSince[block] as number) | counts;
    if (value > (this.#high[block] as number)) this.#high[block] = value;
    if (value < (this.#low[block] as number)) this.#low[block] = value;
  }

  #directionWith(block: number, value: number): LightTurn {
    const { change } = this.#rule;
    const direction = this.#direction[block] as LightTurn;
    if (direction !== 1 && value - (this.#low[block] as number) >= change) return 1;
    if (direction !== -1 && (this.#high[block] as number) - value >= change) return -1;
    return direction;
  }

  /** Where a swing in `direction` begins: at the end of the one before. */
  #furthest(block: number, direction: LightTurn): number {
    return (direction === 1 ? this.#low[block] : this.#high[block]) as number;
  }
}
