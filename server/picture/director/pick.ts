import type { Random } from "../../../shared/chance/random.ts";

/**
 * One of `choices`, each as likely as its weight says; the first if no weight is above 0.
 * Draws exactly one number, so that what comes after does not depend on what was there to choose from.
 */
export const pick = <T>(choices: readonly [T, ...T[]], weightOf: (choice: T) => number, random: Random): T => {
  const weights = choices.map((choice) => Math.max(0, weightOf(choice)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random.next() * total;
  let last = choices[0];
  for (const [i, choice] of choices.entries()) {
    const weight = weights[i] ?? 0;
    if (weight === 0) continue;
    last = choice;
    left -= weight;
    if (left < 0) break;
  }
  return last;
};
