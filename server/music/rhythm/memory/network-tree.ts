import { clamp } from "../../../../shared/math/numbers.ts";
import { PATTERN_COUNT } from "../../../core/music/pattern.ts";
import { CODE_OF } from "./pattern-tree.ts";

/** Nearer to 0 and 1 than this no chance of a drum comes, as ln(p / (1 - p)). */
export const SUREST = 12;
/** ln p against the likeliest pattern: less is no number that can be divided. */
const LEAST = -100;

/**
 * What a network's 512 logits say of each drum given those decided before it, exactly: sums of chances
 * below each node of the tree.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class NetworkTree {
  /** Not normalised. */
  readonly #mass = new Float64Array(2 * PATTERN_COUNT);

  weigh(logits: Float32Array): void {
    const mass = this.#mass;
    let highest = Number.NEGATIVE_INFINITY;
    for (let pattern = 0; pattern < PATTERN_COUNT; pattern++)
      if (logits[pattern]! > highest) highest = logits[pattern]!;
    for (let pattern = 0; pattern < PATTERN_COUNT; pattern++)
      mass[PATTERN_COUNT + CODE_OF[pattern]!] = Math.exp(Math.max(LEAST, logits[pattern]! - highest));
    for (let node = PATTERN_COUNT - 1; node > 0; node--) mass[node] = mass[2 * node]! + mass[2 * node + 1]!;
  }

  /** ln(p / (1 - p)) of the drum that is decided at `node`. */
  stretched(node: number): number {
    return clamp(Math.log(this.#mass[2 * node + 1]! / this.#mass[2 * node]!), -SUREST, SUREST);
  }

  /** ln of the chance of going on to `child` from the node above it. */
  logShare(child: number): number {
    return Math.log(this.#mass[child]! / this.#mass[child >> 1]!);
  }
}
