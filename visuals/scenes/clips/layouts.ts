import { mix } from "../../drawing/motion.ts";

/** Four corners, x and y each, from the lower left against the clock; the picture is 2 high. */
export type Corners = Float64Array;

export const corners = (): Corners => new Float64Array(8);

/** Side by side; one above the other; side by side, high and low in turn; a fan. */
export const LAYOUTS = 4;
const BAND = 1;
const STEPS = 2;
const FAN = 3;

/** Room around the wall, in half heights of the picture. */
const MARGIN = 0.07;
/** How far the sides lean where screens meet; the ends of the wall are straight. */
const SLANTS: readonly number[] = [0.16, 0.1, -0.16, 0];

/**
 * Where the screens of a wall are in one of LAYOUTS: `weights` says how large each is in proportion,
 * `gap` how far they are apart. Writes the corners of each into `into`. @realtime yes
 */
export const layOut = (
  layout: number,
  weights: Float64Array,
  aspect: number,
  gap: number,
  into: readonly Corners[],
): void => {
  const wide = aspect - MARGIN;
  const high = 1 - MARGIN;
  const slant = (SLANTS[layout] ?? 0) * (layout === BAND ? 1 : Math.min(1, aspect));
  let all = 0;
  for (const weight of weights) all += weight;
  let before = 0;
  for (let i = 0; i < weights.length; i++) {
    const c = into[i];
    if (c === undefined) continue;
    const from = before / all;
    before += weights[i] ?? 1;
    const to = before / all;
    const apart = from > 0 ? gap : 0;
    const short = to < 1 ? gap : 0;
    const leanFrom = from > 0.001 ? slant : 0;
    const leanTo = to < 0.999 ? slant : 0;
    if (layout === BAND) {
      // The first is on top.
      const top = high - from * 2 * high - apart;
      const bottom = high - to * 2 * high + short;
      c[0] = -wide;
      c[1] = bottom - leanTo;
      c[2] = wide;
      c[3] = bottom + leanTo;
      c[4] = wide;
      c[5] = top + leanFrom;
      c[6] = -wide;
      c[7] = top - leanFrom;
      continue;
    }
    const left = -wide + from * 2 * wide + apart;
    const right = -wide + to * 2 * wide - short;
    // A fan stands around a middle that is farther away: its outer sides are higher.
    const leftHigh = layout === FAN ? high * (0.62 + 0.38 * (left / wide) ** 2) : high;
    const rightHigh = layout === FAN ? high * (0.62 + 0.38 * (right / wide) ** 2) : high;
    c[0] = left - leanFrom;
    c[1] = -leftHigh;
    c[2] = right - leanTo;
    c[3] = -rightHigh;
    c[4] = right + leanTo;
    c[5] = rightHigh;
    c[6] = left + leanFrom;
    c[7] = leftHigh;
    if (layout === STEPS) step(c, 0.13, i % 2 === 0);
  }
};

/** A screen that is shorter, high or low. */
const step = (c: Corners, by: number, high: boolean): void => {
  if (high) {
    c[1] = (c[1] ?? 0) + 2 * by;
    c[3] = (c[3] ?? 0) + 2 * by;
  } else {
    c[5] = (c[5] ?? 0) - 2 * by;
    c[7] = (c[7] ?? 0) - 2 * by;
  }
};

/** From one set of corners to another. @realtime yes */
export const between = (from: Corners, to: Corners, share: number, into: Corners): void => {
  for (let i = 0; i < 8; i++) into[i] = mix(from[i] ?? 0, to[i] ?? 0, share);
};

/** Grows a screen about its middle. @realtime yes */
export const swell = (c: Corners, by: number): void => {
  const x = middleX(c);
  const y = middleY(c);
  for (let i = 0; i < 8; i += 2) {
    c[i] = x + ((c[i] ?? 0) - x) * (1 + by);
    c[i + 1] = y + ((c[i + 1] ?? 0) - y) * (1 + by);
  }
};

/** @realtime yes */
export const middleX = (c: Corners): number => ((c[0] ?? 0) + (c[2] ?? 0) + (c[4] ?? 0) + (c[6] ?? 0)) / 4;
/** @realtime yes */
export const middleY = (c: Corners): number => ((c[1] ?? 0) + (c[3] ?? 0) + (c[5] ?? 0) + (c[7] ?? 0)) / 4;

/** A part of a screen, in shares of its width and height from the lower left. @realtime yes */
export const part = (
  of: Corners,
  u0: number,
  v0: number,
  u1: number,
  v1: number,
  lean: number,
  into: Corners,
): void => {
  place(of, u0 - lean, v0, into, 0);
  place(of, u1 - lean, v0, into, 2);
  place(of, u1 + lean, v1, into, 4);
  place(of, u0 + lean, v1, into, 6);
};

const place = (of: Corners, u: number, v: number, into: Corners, at: number): void => {
  for (let i = 0; i < 2; i++) {
    const low = mix(of[i] ?? 0, of[i + 2] ?? 0, u);
    const high = mix(of[i + 6] ?? 0, of[i + 4] ?? 0, u);
    into[at + i] = mix(low, high, v);
  }
};
