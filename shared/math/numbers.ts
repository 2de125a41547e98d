/**
 * Plain mathematics that server and pages share. Nothing here remembers or allocates anything.
 *
 * @realtime yes
 */

/** A whole turn, in radians. */
export const TURN = 2 * Math.PI;

/** `value`, but not below `low` nor above `high`; where those cross, `low`. */
export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** `value`, but not below 0 nor above 1. */
export const clamp01 = (value: number): number => Math.max(0, Math.min(1, value));

/** Linear interpolation: `from` at share 0, `to` at 1, and straight on beyond. */
export const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Hermite's 3t² − 2t³: 0 to 1 over a share of 0 to 1, without a crease at its ends; steady beyond. */
export const smoothstep = (share: number): number => {
  const t = clamp01(share);
  return t * t * (3 - 2 * t);
};
