import { type Beats, beats, STEPS_PER_BEAT } from "./units.ts";

/** A time signature. Beats stay quarter notes in every metre, so a bar of 7/8 is 3.5 beats long. */
export interface Metre {
  /** 1 to 32. */
  readonly numerator: number;
  /** 2, 4, 8 or 16, so that a bar is a whole number of steps. */
  readonly denominator: number;
}

export const COMMON_TIME: Metre = { numerator: 4, denominator: 4 };

export const isMetre = (metre: Metre): boolean =>
  Number.isInteger(metre.numerator) &&
  metre.numerator >= 1 &&
  metre.numerator <= 32 &&
  [2, 4, 8, 16].includes(metre.denominator);

export const isSameMetre = (one: Metre, other: Metre): boolean =>
  one.numerator === other.numerator && one.denominator === other.denominator;

export const beatsPerBar = (metre: Metre): Beats => beats((metre.numerator * 4) / metre.denominator);

/** Whole for every valid metre. */
export const stepsPerBar = (metre: Metre): number => (metre.numerator * 4 * STEPS_PER_BEAT) / metre.denominator;

/** The bar, counted from 0, that holds `beat`; negative before the origin. */
export const barOf = (beat: Beats, metre: Metre): number => Math.floor(beat / beatsPerBar(metre));

/** The first beat of bar `bar`. */
export const startOfBar = (bar: number, metre: Metre): Beats => beats(bar * beatsPerBar(metre));

/** How far into its bar `beat` is, in beats: 0 <= result < beatsPerBar, for negative beats too. */
export const phaseInBar = (beat: Beats, metre: Metre): Beats => beats(beyondWhole(beat, beatsPerBar(metre)));

/** How far into its bar the step is: 0 <= result < stepsPerBar. */
export const stepInBar = (step: number, metre: Metre): number => beyondWhole(step, stepsPerBar(metre));

const beyondWhole = (place: number, bar: number): number => place - Math.floor(place / bar) * bar;
