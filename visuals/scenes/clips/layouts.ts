import { mix } from "../../drawing/motion.ts";

/** Four corners, x and y each, from the lower left against the clock; the picture is 2 high. */
export type Corners = Float64Array;

export const corners = (): Corners => new Float64Array(8);

export const LAYOUTS = 4;

/** Room around the wall, in half heights of the picture. */
const MARGIN = 0.07;
const SLANT = 0.16;

/**
 * Where the screens of a wall are: `weights` says how large each is in proportion, `gap` how far they
 * are apart. Writes the corners of each into `into`. @realtime yes
 */
export const layOut = (
  layout: number,
  weights: Float64Array,
  count: number,
  aspect: number,
  gap: number,
  into: readonly Corners[],
): void => {
  let all = 0;
  for (let i = 0; i < count; i++) all += weights[i] ?? 1;
  const width = 2 * (aspect - MARGIN);
  const height = 2 * (1 - MARGIN);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const c = into[i];
    if (c === undefined) continue;
    const from = before / all;
    before += weights[i] ?? 1;
    const to = before / all;
    switch (layout % LAYOUTS) {
      case 0:
        column(c, from, to, width, height, gap, SLANT * Math.min(1, aspect));
        break;
      case 1:
        band(c, from, to, width, height, gap, 0.1);
        break;
      case 2:
        column(c, from, to, width, height, gap, -SLANT * Math.min(1, aspect));
        step(c, i % 2 === 0 ? 0.13 : -0.13, i % 2 === 0);
        break;
      default:
        fan(c, from, to, width, height, gap);
    }
  }
};

const set = (c: Corners, ...values: readonly [number, number, number, number, number, number, number, number]) => {
  c.set(values);
};

/** Side by side, their sides leaning. */
const column = (c: Corners, from: number, to: number, w: number, h: number, gap: number, slant: number): void => {
  const l = -w / 2 + from * w + (from > 0 ? gap : 0);
  const r = -w / 2 + to * w - (to < 1 ? gap : 0);
  const ls = from > 0.001 ? slant : 0;
  const rs = to < 0.999 ? slant : 0;
  set(c, l - ls, -h / 2, r - rs, -h / 2, r + rs, h / 2, l + ls, h / 2);
};

/** One above the other, the first on top. */
const band = (c: Corners, from: number, to: number, w: number, h: number, gap: number, slant: number): void => {
  const t = h / 2 - from * h - (from > 0 ? gap : 0);
  const b = h / 2 - to * h + (to < 1 ? gap : 0);
  const ts = from > 0.001 ? slant : 0;
  const bs = to < 0.999 ? slant : 0;
  set(c, -w / 2, b - bs, w / 2, b + bs, w / 2, t + ts, -w / 2, t - ts);
};

/** A screen that is shorter, high or low. */
const step = (c: Corners, by: number, high: boolean): void => {
  if (high) {
    c[1] = (c[1] ?? 0) + 2 * Math.abs(by);
    c[3] = (c[3] ?? 0) + 2 * Math.abs(by);
  } else {
    c[5] = (c[5] ?? 0) - 2 * Math.abs(by);
    c[7] = (c[7] ?? 0) - 2 * Math.abs(by);
  }
};

/** Side by side around a middle that is farther away: the outer sides are higher. */
const fan = (c: Corners, from: number, to: number, w: number, h: number, gap: number): void => {
  const l = -w / 2 + from * w + (from > 0 ? gap : 0);
  const r = -w / 2 + to * w - (to < 1 ? gap : 0);
  const high = (x: number): number => (h / 2) * (0.62 + 0.38 * (x / (w / 2)) ** 2);
  set(c, l, -high(l), r, -high(r), r, high(r), l, high(l));
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
