import type { Color } from "three/webgpu";

/** How many pots of paint there are. */
export const POTS = 3;
/** How much of the others' paint is in a stroke that astonishes. */
const ASTONISHING = 0.55;
/** What a voice takes of each pot, by its place: the first three have one each, others mix. */
const MIXTURES: readonly (readonly [number, number, number])[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0.5, 0.5, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
];
/** The hand that stirs has a little of everything on it. */
const ALL = [1 / POTS, 1 / POTS, 1 / POTS] as const;

/**
 * Writes into `paint` what lies on the wall of a voice's stroke: not a colour, but how much of each
 * pot. What is in the pots is asked when the wall is looked at; so it does not matter which palettes
 * went before. What nobody expected is mixed with the others' paint. @realtime yes
 */
export const dip = (place: number, stirs: boolean, surprise: number, tone: number, paint: Color): void => {
  const [a, b, c] = (stirs ? ALL : MIXTURES[place % MIXTURES.length]) ?? ALL;
  const others = (ASTONISHING * surprise * surprise) / (POTS - 1);
  const own = 1 - POTS * others;
  paint.setRGB(tone * (a * own + others), tone * (b * own + others), tone * (c * own + others));
};

/** Turns what was written by `dip` into the colour that it has while the pots hold these. @realtime yes */
export const colour = (paint: Color, pots: readonly Color[]): void => {
  const [x, y, z] = pots;
  if (x === undefined || y === undefined || z === undefined) return;
  const { r, g, b } = paint;
  paint.setRGB(x.r * r + y.r * g + z.r * b, x.g * r + y.g * g + z.g * b, x.b * r + y.b * g + z.b * b);
};
