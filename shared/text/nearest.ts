import { DRUM_CALLED, folded } from "../music/drum-names.ts";

/** Longer names are not compared: they are nobody's slip, and the work grows with their square. */
const LONGEST_NAME = 100;
/** So many slips at most, and no more than this share of the name. */
const MOST_SLIPS = 3;
const SHARE_OF_SLIPS = 0.34;
/** Whoever types so many letters of a name rightly has begun it. */
const BEGINNING = 3;

/**
 * The one of `known` that was most likely meant by `name`; null where none is near. Near is what differs in capitals
 * and separators only, what a drum is called elsewhere, a beginning, and a few letters that are wrong, missing, too many
 * or swapped.
 *
 * @example nearest("hihat", DRUMS) // "closed_hat"
 */
export const nearest = <Name extends string>(name: string, known: readonly Name[]): Name | null => {
  if (name.length > LONGEST_NAME) return null;
  const typed = folded(name);
  const same = known.find((each) => folded(each) === typed);
  const called = DRUM_CALLED.get(typed);
  const drum = known.find((each) => each === called);
  if (typed === "" || same !== undefined || drum !== undefined) return same ?? drum ?? null;
  let best: Name | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const each of known) {
    const other = folded(each);
    const slips = isBegun(typed, other) ? 1 : slipsBetween(typed, other);
    const most = Math.min(MOST_SLIPS, Math.floor(Math.max(typed.length, other.length) * SHARE_OF_SLIPS));
    if (slips > most || slips >= fewest) continue;
    best = each;
    fewest = slips;
  }
  return best;
};

const isBegun = (typed: string, whole: string): boolean => typed.length >= BEGINNING && whole.startsWith(typed);

/**
 * Letters wrong, missing, too many, or swapped with their neighbour (optimal string alignment, the restricted
 * Damerau-Levenshtein distance). Our own: the small packages for it count a swap as two.
 */
const slipsBetween = (one: string, other: string): number => {
  if (Math.abs(one.length - other.length) > MOST_SLIPS) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + wrong, swapped ? before[j - 2]! + 1 : i + j);
    }
    before = row;
    row = next;
  }
  return row[other.length]!;
};
