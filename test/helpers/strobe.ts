import type { Random } from "../../shared/chance/random.ts";
import type { GridShape } from "../../visuals/safety/picture-grid.ts";

/** What a block shows at a moment, as linear light. */
export type Light = (column: number, row: number, at: number) => readonly [number, number, number];

const WHITE = [1, 1, 1] as const;
const BLACK = [0, 0, 0] as const;
const RED = [1, 0, 0] as const;

const mix = (one: readonly number[], other: readonly number[], share: number): [number, number, number] => [
  one[0]! + share * (other[0]! - one[0]!),
  one[1]! + share * (other[1]! - one[1]!),
  one[2]! + share * (other[2]! - one[2]!),
];

const square = (at: number, hertz: number, phase = 0): boolean => ((at / 1000) * hertz + phase) % 1 < 0.5;

/** One of the things that a picture in a club does to people, made up by chance. */
const effect = (random: Random, shape: GridShape): Light => {
  const hertz = 1 + random.next() ** 2 * 24;
  const [low, high] = [random.next() * 0.5, 0.5 + random.next() * 0.5];
  const bright = mix(BLACK, WHITE, high);
  const dark = mix(BLACK, WHITE, low);
  const phases = Array.from({ length: shape.columns * shape.rows }, () => random.next());
  const rates = phases.map(() => 1 + random.next() * 24);
  const kinds: readonly Light[] = [
    // All of it, at once.
    (_c, _r, at) => (square(at, hertz) ? WHITE : BLACK),
    (_c, _r, at) => (square(at, hertz) ? bright : dark),
    (_c, _r, at) => (square(at, hertz) ? RED : BLACK),
    (_c, _r, at) => (square(at, hertz) ? RED : [0, 0, 0.6]),
    // Breathing.
    (_c, _r, at) => mix(dark, bright, 0.5 + 0.5 * Math.sin((at / 1000) * hertz * 2 * Math.PI)),
    // Halves and squares that take turns.
    (column, _r, at) => (square(at, hertz, column * 2 < shape.columns ? 0 : 0.5) ? WHITE : BLACK),
    (column, row, at) => (square(at, hertz, ((column + row) % 2) / 2) ? WHITE : BLACK),
    // Every block by itself.
    (column, row, at) => {
      const block = row * shape.columns + column;
      return square(at, rates[block]!, phases[block]!) ? WHITE : BLACK;
    },
    // A wave that runs across.
    (column, _r, at) => (square(at, hertz, column / shape.columns) ? bright : BLACK),
    // Quarters, one after the other.
    (column, row, at) => {
      const quarter = (column * 2 < shape.columns ? 0 : 1) + (row * 2 < shape.rows ? 0 : 2);
      return Math.floor((at / 1000) * hertz * 4) % 4 === quarter ? WHITE : BLACK;
    },
    // A still picture.
    (column, row) => mix(dark, bright, phases[row * shape.columns + column]!),
  ];
  return kinds[random.integer(kinds.length)]!;
};

/** One effect after the other, each for up to two seconds, cut hard. */
export const strobe = (random: Random, shape: GridShape, length: number): Light => {
  const parts: { readonly until: number; readonly light: Light }[] = [];
  for (let until = 0; until < length; ) {
    until += 200 + random.next() * 1800;
    parts.push({ until, light: effect(random, shape) });
  }
  return (column, row, at) => (parts.find((part) => at < part.until) ?? parts.at(-1)!).light(column, row, at);
};

/** Moments of frames of a display that now and then drops some. */
export const frameTimes = (random: Random, length: number): number[] => {
  const period = [1000 / 144, 1000 / 60, 1000 / 60, 1000 / 30, 1000 / 20][random.integer(5)]!;
  const times: number[] = [];
  for (let at = 0; at < length; at += period * (random.next() < 0.05 ? 1 + random.integer(6) : 1)) times.push(at);
  return times;
};
