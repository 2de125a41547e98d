import cyrillic from "@fontsource/inter-tight/files/inter-tight-cyrillic-800-normal.woff2?url";
import latin from "@fontsource/inter-tight/files/inter-tight-latin-800-normal.woff2?url";
import latinMore from "@fontsource/inter-tight/files/inter-tight-latin-ext-800-normal.woff2?url";
import { DataUtils } from "three/webgpu";
import { turn } from "../../time/turn.ts";
import { signedDistance } from "./distance.ts";

/** A letter's picture is a square of so many pixels; the type in it is so large, and stands here. */
export const CELL = 160;
export const EM = 112;
export const LEFT = 24;
export const BASELINE = 122;
/** Height of capitals, in em. */
export const CAPITAL = 0.727;
/** Distances are told up to so many pixels from the edge. */
export const REACH = 20;

/** No weight and no outline reaches farther than this share of REACH, as a half float. */
const FARTHEST = DataUtils.toHalfFloat(-0.75);

const FAMILY = "Antiphon Words";
const FONT = `800 ${EM}px "${FAMILY}", "Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK SC", sans-serif`;
/** As @fontsource/inter-tight cuts it. What none of them holds is set in a face of the system. */
const PARTS: readonly (readonly [string, string])[] = [
  [latin, "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122"],
  [latinMore, "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB"],
  [cyrillic, "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116"],
];
/** What most words are made of is drawn before it is needed. */
const USUAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789&.,-'!?";
/** Without a canvas, a letter is taken to be so wide, in em. */
const USUAL_WIDTH = 0.6;

/** Part of a letter's square, in shares of it, from its lower left corner. */
export interface Window {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export const WHOLE: Window = { left: 0, right: 1, bottom: 0, top: 1 };

/** The typeface: how wide its letters are, and what they look like. */
export class Face {
  readonly #pen: CanvasRenderingContext2D | null;
  readonly #drawn = new Map<string, Uint16Array>();

  constructor(pen: CanvasRenderingContext2D | null) {
    this.#pen = pen;
    if (pen === null) return;
    pen.font = FONT;
    pen.textBaseline = "alphabetic";
    pen.fillStyle = "#fff";
  }

  /** How far the next letter stands from this one, in em; `next` is "" at the end. */
  advance(letter: string, next: string): number {
    const pen = this.#pen;
    if (pen === null) return USUAL_WIDTH;
    return Math.max(0, pen.measureText(letter + next).width - pen.measureText(next).width) / EM;
  }

  /** The part of its square in which anything of the letter may be seen; all of it where nothing is known. */
  window(letter: string): Window {
    const picture = this.picture(letter);
    if (picture === null) return WHOLE;
    let [left, right, bottom, top] = [CELL, 0, CELL, 0];
    for (let i = 0; i < picture.length; i++) {
      // Half floats below zero are the larger numbers, the farther the larger.
      if ((picture[i] ?? FARTHEST) >= FARTHEST) continue;
      const x = i % CELL;
      const y = CELL - 1 - Math.floor(i / CELL);
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y + 1);
    }
    return { left: left / CELL, right: right / CELL, bottom: bottom / CELL, top: top / CELL };
  }

  /** The letter's distances from its edge, as half floats, rows from the top: 0 on the edge, 1 and more well inside. */
  picture(letter: string): Uint16Array | null {
    const pen = this.#pen;
    if (pen === null) return null;
    let picture = this.#drawn.get(letter);
    if (picture === undefined) {
      picture = draw(pen, letter);
      this.#drawn.set(letter, picture);
    }
    return picture;
  }
}

/** The face with its usual letters drawn, a few milliseconds at a time. Without a document, one that only measures. */
export const loadFace = async (): Promise<Face> => {
  if (typeof document === "undefined") return new Face(null);
  await Promise.all(PARTS.map(([url, unicodeRange]) => load(url, unicodeRange)));
  const canvas = document.createElement("canvas");
  canvas.width = CELL;
  canvas.height = CELL;
  const face = new Face(canvas.getContext("2d", { willReadFrequently: true }));
  for (const letter of USUAL) {
    face.picture(letter);
    await turn();
  }
  return face;
};

/** A part that cannot be had is set in a face of the system. */
const load = async (url: string, unicodeRange: string): Promise<void> => {
  const part = new FontFace(FAMILY, `url(${url})`, { weight: "800", unicodeRange });
  document.fonts.add(part);
  await part.load().catch(() => document.fonts.delete(part));
};

const draw = (pen: CanvasRenderingContext2D, letter: string): Uint16Array => {
  pen.clearRect(0, 0, CELL, CELL);
  // What is wider than the square (a word that is one sign, a long dash) is made to fit.
  const room = CELL - LEFT - 8;
  pen.fillText(letter, LEFT, BASELINE, room);
  const { data } = pen.getImageData(0, 0, CELL, CELL);
  const distances = signedDistance(
    Float32Array.from({ length: CELL * CELL }, (_, i) => (data[i * 4 + 3] ?? 0) / 255),
    CELL,
    CELL,
  );
  return Uint16Array.from(distances, (_, i) => DataUtils.toHalfFloat(smoothed(distances, i) / REACH));
};

/** The mean of a distance and those around it: without it slanted edges have steps. */
const smoothed = (distances: Float32Array, i: number): number => {
  let sum = 0;
  for (let down = -1; down <= 1; down++)
    for (let across = -1; across <= 1; across++)
      sum += (distances[i + down * CELL + across] ?? -REACH) * (down === 0 ? 2 : 1) * (across === 0 ? 2 : 1);
  return Math.max(-REACH, sum / 16);
};
