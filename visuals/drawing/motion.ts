import { TURN } from "../../shared/math/numbers.ts";

/**
 * Motion without memory: every function takes how long ago something happened, in seconds, and
 * says where it is now, so that a picture needs no step from frame to frame. All are 0 before 0.
 *
 * @realtime yes
 */

/** A blow: there at once, gone by e every `fade`. */
export const blow = (age: number, fade: number): number => (age < 0 ? 0 : Math.exp(-age / fade));

/** A push: rises to 1 within `rise`, then fades about as slowly. Nothing jerks. */
export const push = (age: number, rise: number): number => (age <= 0 ? 0 : (age / rise) * Math.exp(1 - age / rise));

/** A struck spring: starts at 0, swings `rate` times a second, fades by e every `fade`. */
export const spring = (age: number, rate: number, fade: number): number =>
  age <= 0 ? 0 : Math.sin(age * rate * TURN) * Math.exp(-age / fade);

/** 0 to 1 within `length`, fast at first and settling softly. */
export const settle = (age: number, length: number): number => {
  if (age <= 0) return 0;
  if (age >= length) return 1;
  return 1 - (1 - age / length) ** 4;
};

/** A hill of height 1 at 0 that is nearly flat beyond `width` on both sides. */
export const hill = (distance: number, width: number): number => Math.exp(-((distance / width) ** 2));

export { mix } from "../../shared/math/numbers.ts";
