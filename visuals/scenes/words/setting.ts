import { CAPITAL, type Face, type Window } from "./face.ts";
import type { Glyphs } from "./glyphs.ts";

/** A letter in its field: shares of the field's width and height, from its lower left corner. */
export interface Letter {
  readonly layer: number;
  readonly window: Window;
  /** Where its pen stands, and the base line. */
  readonly x: number;
  readonly y: number;
  /** One em across and up. */
  readonly across: number;
  readonly up: number;
  /** Its own width. */
  readonly width: number;
  /** Which third of its row it stands in: 0, 1, 2. */
  readonly third: number;
}

interface Row {
  readonly letters: readonly string[];
  readonly advances: readonly number[];
  readonly width: number;
}

/** From row to row, beside the capitals' height, in em. */
const LEADING = 0.15;
const MOST_ROWS = 7;
/** How much worse rows of unlike length are than letters out of shape. */
const UNEVEN = 0.45;
/** A line is cut after so many letters: more could not be read. */
const MOST_LETTERS = 72;
/** What is longer is broken, or it would be too small beside the others. */
const LONGEST_WORD = 12;
/** Letters are made at most so much narrower or wider than they were drawn. */
const NARROWEST = 0.42;
const WIDEST = 2.1;

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Sets a line in a field of `aspect` (width by height): broken into the rows that fill it best, each
 * as wide as the field, in capitals.
 */
export const setLine = (line: string, aspect: number, face: Face, glyphs: Glyphs): readonly Letter[] => {
  const words = wordsOf(line);
  if (words.length === 0) return [];
  let best: readonly Row[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let count = 1; count <= Math.min(words.length, MOST_ROWS); count++) {
    const rows = broken(words, count).map((letters) => rowOf(letters, face));
    const widths = rows.map(({ width }) => width);
    const strain =
      Math.abs(Math.log(stretchOf(rows, aspect))) + UNEVEN * Math.log(Math.max(...widths) / Math.min(...widths));
    if (strain < least) {
      least = strain;
      best = rows;
    }
  }
  return placed(best, aspect, face, glyphs);
};

/** One row, one em high, from 0 to the right; for what is written small. */
export const setRow = (text: string, face: Face, glyphs: Glyphs): { letters: readonly Letter[]; width: number } => {
  const { letters, advances, width } = rowOf(clustersOf(text.toUpperCase()).slice(0, MOST_LETTERS), face);
  let x = 0;
  return {
    width,
    letters: letters.flatMap((letter, i) => {
      const own = advances[i] ?? 0;
      x += own;
      if (letter.trim() === "") return [];
      const [layer, window] = [glyphs.layer(letter), face.window(letter)];
      return [{ layer, window, x: x - own, y: 0, across: 1, up: 1, width: own, third: 1 }];
    }),
  };
};

const clustersOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** The line's words, each as its letters; words that are too long in pieces. */
const wordsOf = (line: string): readonly (readonly string[])[] => {
  const words: string[][] = [];
  let count = 0;
  for (const word of line.toUpperCase().split(/\s+/)) {
    const letters = clustersOf(word);
    const pieces = Math.ceil(letters.length / LONGEST_WORD);
    for (let piece = 0; piece < pieces; piece++) {
      const from = Math.round((letters.length * piece) / pieces);
      const part = letters.slice(from, Math.round((letters.length * (piece + 1)) / pieces));
      if (count + part.length > MOST_LETTERS) return words.length > 0 ? words : [part.slice(0, MOST_LETTERS)];
      count += part.length;
      words.push(part);
    }
  }
  return words;
};

/** Words in `count` rows of about the same length. */
const broken = (words: readonly (readonly string[])[], count: number): readonly (readonly string[])[] => {
  const total = words.reduce((sum, word) => sum + word.length + 1, 0);
  const rows: string[][] = [];
  let sum = 0;
  for (const word of words) {
    const row = Math.min(count - 1, Math.floor(((sum + word.length / 2) / total) * count));
    sum += word.length + 1;
    const last = rows.at(-1);
    if (last === undefined || rows.length <= row) rows.push([...word]);
    else last.push(" ", ...word);
  }
  return rows;
};

const rowOf = (letters: readonly string[], face: Face): Row => {
  const advances = letters.map((letter, i) => face.advance(letter, letters[i + 1] ?? ""));
  return {
    letters,
    advances,
    width: Math.max(
      0.1,
      advances.reduce((sum, own) => sum + own, 0),
    ),
  };
};

/** How much higher than wide its letters would be, if the rows filled a field of that aspect. */
const stretchOf = (rows: readonly Row[], aspect: number): number => {
  const height = rows.reduce(
    (sum, { width }) => sum + (CAPITAL + LEADING) / width,
    -LEADING / (rows.at(-1)?.width ?? 1),
  );
  return 1 / aspect / height;
};

const placed = (rows: readonly Row[], aspect: number, face: Face, glyphs: Glyphs): readonly Letter[] => {
  const stretch = stretchOf(rows, aspect);
  // Too few letters for so wide a field are as wide as they may be, and stand on its left.
  const fill = Math.min(1, stretch * WIDEST);
  const tall = Math.min(stretch, (1 / NARROWEST) * fill);
  const letters: Letter[] = [];
  let y = tall < stretch ? tall / stretch : 1;
  for (const { letters: signs, advances, width } of rows) {
    const across = fill / width;
    const up = (aspect * tall) / width;
    y -= CAPITAL * up;
    let x = 0;
    for (const [i, sign] of signs.entries()) {
      const own = (advances[i] ?? 0) * across;
      const third = Math.min(2, Math.floor((3 * (i + 0.5)) / signs.length));
      if (sign.trim() !== "")
        letters.push({ layer: glyphs.layer(sign), window: face.window(sign), x, y, across, up, width: own, third });
      x += own;
    }
    y -= LEADING * up;
  }
  return letters;
};
