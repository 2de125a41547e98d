import type { Random } from "../../../shared/chance/random.ts";

/** Puts the numbers into an order of chance (Fisher and Yates). */
export const shuffle = (order: Uint32Array, random: Random): void => {
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    const kept = order[at]!;
    order[at] = order[other]!;
    order[other] = kept;
  }
};
