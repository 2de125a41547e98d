/** The phrases the director thinks in, in bars; the longest first. */
const PHRASES = [16, 8, 4] as const;

/** Eagerness to change at the end of each phrase is restlessness to the power of this. */
const EAGERNESS_POWER = new Map<number, number>([
  [16, 0.15],
  [8, 0.75],
  [4, 2.7],
]);
/** Eagerness to meet a drop with a change. */
const DROP_EAGERNESS_POWER = 0.3;

/** The longest phrase that ends where `bar` begins, counted from `origin`; 0 if none does. */
export const phraseEndingAt = (bar: number, origin: number): number => {
  const place = bar - origin;
  return place <= 0 ? 0 : (PHRASES.find((length) => place % length === 0) ?? 0);
};

/** The place of `bar` in its phrase of 16. */
export const placeInPhrase = (bar: number, origin: number): number => (((bar - origin) % 16) + 16) % 16;

/**
 * How likely a change is at the end of a phrase of `length` bars. `misfit`, 0 to 1, is how badly what is on
 * fits the music: it makes a change likelier, but the one who is not restless at all stays.
 */
export const eagerness = (restlessness: number, length: number, misfit: number): number => {
  const power = EAGERNESS_POWER.get(length);
  if (power === undefined) return 0;
  const willing = restlessness ** power;
  return willing + (1 - willing) * misfit * restlessness;
};

export const dropEagerness = (restlessness: number): number => restlessness ** DROP_EAGERNESS_POWER;
