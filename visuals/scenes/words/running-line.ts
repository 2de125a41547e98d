import { dice } from "../../../shared/chance/dice.ts";
import { CAPITAL, type Face } from "./face.ts";
import type { Gesture } from "./gesture.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Inks } from "./inks.ts";
import { BAND, GUTTER, halfWidth, MARGIN } from "./measures.ts";
import { type Letter, setRow } from "./setting.ts";
import type { Sheet } from "./sheet.ts";
import type { SmallType } from "./small-type.ts";

/** One em, in half heights. */
const SIZE = 0.062 / CAPITAL;
/** Half heights a second. */
const PACE = 0.06;
/** So much of the words it says, over and over, and at most so often side by side. */
const LINES = 6;
const LETTERS = 66;
const MOST = 12;

/** The line that runs along the foot of the page: the video's. */
export class RunningLine {
  readonly #letters: readonly Letter[];
  readonly #length: number;
  readonly #began: number;

  constructor(words: readonly string[], seed: number, face: Face, glyphs: Glyphs) {
    const { letters, width } = setRow(`${words.slice(0, LINES).join(" / ").slice(0, LETTERS)} / `, face, glyphs);
    this.#letters = letters;
    this.#length = Math.max(0.2, width * SIZE);
    this.#began = dice(seed, 3, 3) * this.#length;
  }

  /** The rule above it is as heavy as the video's gesture. @realtime yes */
  print(
    sheet: Sheet,
    small: SmallType,
    inks: Inks,
    gesture: Gesture | undefined,
    aspect: number,
    seconds: number,
  ): void {
    const wide = halfWidth(aspect);
    const y = -1 + MARGIN;
    sheet.rules.add(0, y + BAND - GUTTER / 2, wide, 0.0025 + 0.02 * (gesture?.weight ?? 0), inks.film, 1);
    const way = (seconds * PACE + this.#began) % this.#length;
    const shown = Math.min(MOST, Math.ceil((2 * (wide + 0.5)) / this.#length) + 1);
    for (let n = 0; n < shown; n++) small.row(this.#letters, -wide - 0.4 - way + n * this.#length, y, SIZE, inks.film);
  }
}
