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
  /** ln of the leaves' chances, by code. */
  readonly #logs = new Float64Array(PATTERN_COUNT);

  weigh(logits: Float32Array): void {
    const mass = this.#mass;
    let highest = Number.NEGATIVE_INFINITY;
    for (let pattern = 0; pattern < PATTERN_COUNT; pattern++)
      if (logits[pattern]! > highest) highest = logits[pattern]!;
    for (let pattern = 0; pattern < PATTERN_COUNT; pattern++) {
      const code = CODE_OF[pattern]!;
      const log = Math.max(LEAST, logits[pattern]! - highest);
      this.#logs[code] = log;
      mass[PATTERN_COUNT + code] = Math.exp(log);
    }
    for (let node = PATTERN_COUNT - 1; node > 0; node--) mass[node] = mass[2 * node]! + mass[2 * node + 1]!;
  }

  /** ln(p / (1 - p)) of the drum that is decided at `node`. */
  stretched(node: number): number {
    return clamp(Math.log(this.#mass[2 * node + 1]! / this.#mass[2 * node]!), -SUREST, SUREST);
  }

  /** ln of the sum of chances below `node`, not normalised. */
  logMass(node: number): number {
    return Math.log(this.#mass[node]!);
  }

  /** The same of a leaf. */
  logLeaf(leaf: number): number {
    return this.#logs[leaf - PATTERN_COUNT]!;
  }
}
