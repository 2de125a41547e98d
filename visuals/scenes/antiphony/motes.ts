import { type Color, Vector3 } from "three/webgpu";
import type { Segments } from "../lines/segments.ts";
import { thrown } from "./throw.ts";

/** Pieces of a mote's tail, and how much of its flight each covers. */
const TAIL = 5;
const TAIL_STEP = 0.016;

/**
 * What will be played, seen before it sounds: a mote of light that one voice throws to another. It
 * lands in the organ it is meant for at the very moment of the hit.
 */
export class Motes {
  readonly #a = new Vector3();
  readonly #b = new Vector3();

  /**
   * `share` of the flight is behind it, 0 to 1. The path is a throw, `arch` high, and a little
   * different for every note. @realtime yes
   */
  draw(
    strokes: Segments,
    id: number,
    from: Vector3,
    to: Vector3,
    share: number,
    arch: number,
    velocity: number,
    surprise: number,
    colour: Color,
    hot: Color,
    size: number,
  ): void {
    // By the golden ratio neighbours are thrown well apart: to which side, and how high.
    const aside = ((id * 0.618034) % 1) - 0.5;
    const high = arch * (0.75 + 0.5 * ((id * 0.754878) % 1));
    // Faint when it is thrown, bright when it lands, so that a note decided late does not seem to pop up.
    const light = (0.1 + 0.9 * share * share * share) * (0.5 + velocity) * 1.3;
    thrown(this.#a, from, to, share, high, aside + stray(share, surprise));
    for (let n = 1; n <= TAIL; n++) {
      const at = share - n * TAIL_STEP;
      if (at < 0) break;
      thrown(this.#b, from, to, at, high, aside + stray(at, surprise));
      const left = 1 - (n - 1) / TAIL;
      const a = this.#a;
      const b = this.#b;
      const wide = size * (0.5 + 0.5 * velocity);
      strokes.add(a.x, a.y, a.z, b.x, b.y, b.z, wide * left, wide * (left - 1 / TAIL), 0, colour, light * left * left);
      a.copy(b);
    }
    thrown(this.#a, from, to, share, high, aside + stray(share, surprise));
    const a = this.#a;
    strokes.spot(a.x, a.y, a.z, size * (1.6 + 2 * velocity * share), 0.6, surprise > 0.5 ? hot : colour, light * 0.9);
  }
}

/** What is surprising does not fly straight. */
const stray = (share: number, surprise: number): number => Math.sin(share * 21) * surprise * 0.15;
