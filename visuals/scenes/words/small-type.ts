import type { Color } from "three/webgpu";
import { BASELINE, CELL, EM, type Face, LEFT } from "./face.ts";
import type { Glyphs } from "./glyphs.ts";
import { type Letter, setRow } from "./setting.ts";
import { Type, type Types, UNBOUND } from "./types.ts";

/** From digit to digit, in em: figures stand in columns. */
const DIGIT = 0.62;

/** What is written small and does not move: names, numbers, the running line. Sizes are those of one em, in half heights. */
export class SmallType {
  readonly #letters: Types;
  readonly #digits: readonly (readonly Letter[])[];
  readonly #type = new Type();

  constructor(letters: Types, face: Face, glyphs: Glyphs) {
    this.#letters = letters;
    this.#digits = Array.from("0123456789", (digit) => setRow(digit, face, glyphs).letters);
    this.#type.weight = 0.02;
  }

  /** A row as it was set, its pen and base line from (x, y) on. @realtime yes */
  row(letters: readonly Letter[], x: number, y: number, size: number, colour: Color): void {
    const t = this.#type;
    t.across = (CELL / EM / 2) * size;
    t.up = t.across;
    t.y = y + ((BASELINE - CELL / 2) / EM) * size;
    for (const letter of letters) {
      t.layer = letter.layer;
      t.window = letter.window;
      t.x = x + letter.x * size + ((CELL / 2 - LEFT) / EM) * size;
      this.#letters.add(t, colour, UNBOUND);
    }
  }

  /** The last three digits of a whole number. @realtime yes */
  number(of: number, x: number, y: number, size: number, colour: Color): void {
    let rest = Math.abs(of) % 1000;
    for (let digit = 2; digit >= 0; digit--) {
      this.row(this.#digits[rest % 10] ?? [], x + digit * DIGIT * size, y, size, colour);
      rest = Math.floor(rest / 10);
    }
  }
}
