/** A part of a take, in seconds from its beginning. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Nobody wants to see less of a take than this. */
const SHORTEST = 1;

/** The part shown, made `factor` as long about the moment that stays where it is; never beyond `length`. */
export const zoomed = ({ from, to }: Part, about: number, factor: number, length: number): Part => {
  const span = Math.min(length, Math.max(Math.min(SHORTEST, length), (to - from) * factor));
  return within(about - ((about - from) / (to - from)) * span, span, length);
};

/** The part shown, moved by so many seconds, as far as there is any of the take. */
export const moved = ({ from, to }: Part, by: number, length: number): Part => within(from + by, to - from, length);

const within = (from: number, span: number, length: number): Part => {
  const begin = Math.max(0, Math.min(from, length - span));
  return { from: begin, to: begin + span };
};

/** Where a moment lies in the part shown: 0 at its left end, 1 at its right. */
export const placeIn = ({ from, to }: Part, seconds: number): number => (seconds - from) / (to - from);

/** The bars between two moments, whole: what is practised begins on a bar line. `bars` are their beginnings. */
export const wholeBars = (one: number, other: number, bars: readonly number[], length: number): Part => {
  const [first, last] = one < other ? [one, other] : [other, one];
  const from = bars.findLast((bar) => bar <= first) ?? 0;
  const to = bars.find((bar) => bar >= last && bar > from) ?? length;
  return { from, to };
};

/** What is looped may differ from what was chosen by as much as an order rounds. */
export const isSamePart = (one: Part, other: Part): boolean =>
  Math.abs(one.from - other.from) < 0.01 && Math.abs(one.to - other.to) < 0.01;
