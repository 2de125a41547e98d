import { DRUM_COUNT, DRUMS, type Drum, drumIndex } from "../../../shared/music/drums.ts";

declare const alphabet: unique symbol;

/**
 * One step: the set of drums hit in it, as 9 bits, bit i being DRUMS[i]. The 512 values are the
 * alphabet of drums_rnn. Two hits of one drum in a step are one bit (OR, never a sum).
 */
export type Pattern = number & { readonly [alphabet]: "pattern" };

export const PATTERN_COUNT = 2 ** DRUM_COUNT;

export const pattern = (bits: number): Pattern => {
  if (!Number.isInteger(bits) || bits < 0 || bits >= PATTERN_COUNT)
    throw new RangeError(`a pattern is a whole number from 0 to ${PATTERN_COUNT - 1}, not ${bits}`);
  return bits as Pattern;
};

export const SILENCE = pattern(0);
export const EVERY_DRUM = pattern(PATTERN_COUNT - 1);

export const patternOf = (...drums: readonly Drum[]): Pattern => drums.reduce(withDrum, SILENCE);

/** @realtime yes */
export const withDrum = (step: Pattern, drum: Drum): Pattern => (step | (1 << drumIndex(drum))) as Pattern;

/** @realtime yes */
const hasDrum = (step: Pattern, drum: Drum): boolean => (step & (1 << drumIndex(drum))) !== 0;

/** How many drums are hit. @realtime yes */
export const drumCountOf = (step: Pattern): number => {
  let count = 0;
  for (let left: number = step; left !== 0; left &= left - 1) count++;
  return count;
};

export const drumsOf = (step: Pattern): Drum[] => DRUMS.filter((drum) => hasDrum(step, drum));
