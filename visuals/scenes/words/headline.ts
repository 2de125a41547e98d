import { Color } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { settle } from "../../drawing/motion.ts";
import { BASELINE, CAPITAL, CELL, EM, LEFT } from "./face.ts";
import type { Gesture } from "./gesture.ts";
import type { Box } from "./measures.ts";
import type { Letter } from "./setting.ts";
import { type Edges, Type, type Types, UNBOUND } from "./types.ts";

/** Rows of the echo. */
const ECHOES = 3;
/** An echo, and a cut, from which on there is one. */
export const ECHOED = 0.08;
const CUT = 0.004;

/** A voice's line, as large as its field, as its drums move it. */
export class Headline {
  readonly #letters: Types;
  readonly #seed: number;
  /** The voice's place in the frame. */
  readonly #index: number;
  readonly #type = new Type();
  /** Of the letter that nobody expected. */
  readonly #odd = new Color();

  constructor(letters: Types, seed: number, index: number) {
    this.#letters = letters;
    this.#seed = seed;
    this.#index = index;
  }

  /**
   * Prints a line that was set in the box: in `colour`, its echo in `ink`, nothing but echoes beyond
   * `edges`; `weight` is -1 light to 1 heavy. @realtime yes
   */
  print(
    line: readonly Letter[],
    box: Box,
    edges: Edges,
    opacity: number,
    gesture: Gesture,
    weight: number,
    seconds: number,
    colour: Color,
    ink: Color,
    accent: Color,
  ): void {
    if (gesture.echo > ECHOED)
      for (let row = ECHOES; row > 0; row--)
        for (let i = 0; i < line.length; i++) {
          this.#move(line, i, box, gesture, weight, seconds);
          this.#echo(row, opacity, gesture, ink);
        }
    const odd = line.length === 0 ? 0 : Math.floor(dice(this.#seed, this.#index, 9) * line.length);
    this.#odd.copy(colour).lerp(accent, Math.min(1, 1.5 * gesture.odd));
    for (let i = 0; i < line.length; i++) {
      const height = this.#move(line, i, box, gesture, weight, seconds);
      this.#type.opacity = opacity;
      this.#whole(gesture, height, i === odd ? this.#odd : colour, edges);
    }
  }

  /** Puts a letter where the drums have moved it; returns how high one em is. */
  #move(line: readonly Letter[], i: number, box: Box, g: Gesture, weight: number, seconds: number): number {
    const letter = line[i];
    if (letter === undefined) return 0;
    const t = this.#type;
    const across = letter.across * box.width;
    const up = letter.up * box.height;
    const middle = box.x + (letter.x + letter.width / 2) * box.width;
    // A wave runs through the weight of the line also while nobody plays.
    const wave = 0.055 * Math.sin(seconds * 0.9 - middle * 2.6 + this.#index * 2.1);
    const loose = (dice(this.#seed, g.fall * 131 + i, 3) - 0.5) * g.apart;
    const far = (dice(this.#seed, g.fall * 131 + i, 4) - 0.5) * g.apart;
    const jump = g.jumper % line.length === i ? 0.26 * g.jump : 0;
    const slide = line.length < 3 ? g.slides[0] + g.slides[1] + g.slides[2] : (g.slides[letter.third] ?? 0);
    const lift = (jump + slide * 0.8) * up;
    t.layer = letter.layer;
    t.window = letter.window;
    t.across = (CELL / EM / 2) * across * g.narrow;
    t.up = (CELL / EM / 2) * up * (1 + 0.05 * g.weight);
    // The square's middle, from where the pen stands on the base line.
    t.x = middle + ((CELL / 2 - LEFT) / EM - letter.width / letter.across / 2) * across * g.narrow + loose * 1.5;
    t.y = box.y + letter.y * box.height + ((BASELINE - CELL / 2) / EM) * up + lift + far * 1.1;
    t.turn = loose * 2.6;
    t.lean = g.lean;
    t.weight = Math.min(0.34, 0.1 * weight + wave + 0.13 * g.weight);
    t.outline = 0;
    t.from = 0;
    t.until = 1;
    return up;
  }

  /** Behind the line, to the upper right, in outlines. */
  #echo(row: number, opacity: number, g: Gesture, ink: Color): void {
    const t = this.#type;
    const reach = row * (0.035 + 0.1 * settle(g.echoAge, 0.8));
    t.x += reach * 0.75;
    t.y += reach;
    t.outline = 0.045;
    t.weight = 0;
    t.opacity = opacity * Math.min(1, g.echo * 1.4) * (1 - row / (ECHOES + 1));
    this.#letters.add(t, ink, UNBOUND);
  }

  /** In one piece, or cut through and its halves shifted. */
  #whole(g: Gesture, up: number, colour: Color, edges: Edges): void {
    const t = this.#type;
    if (Math.abs(g.cut) < CUT) {
      this.#letters.add(t, colour, edges);
      return;
    }
    const border = (CELL - BASELINE + CAPITAL * EM * g.cutAt) / CELL;
    const shift = g.cut * 0.24 * up;
    const { x: middle } = t;
    t.from = border;
    t.x = middle + shift;
    this.#letters.add(t, colour, edges);
    t.from = 0;
    t.until = border;
    t.x = middle - shift;
    this.#letters.add(t, colour, edges);
  }
}
