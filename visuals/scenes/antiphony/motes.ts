import type { Color } from "three/webgpu";
import { Segment, type Segments } from "../../drawing/lines/segments.ts";
import { type Throw, thrown } from "./throw.ts";

/** Pieces of a mote's tail, and how much of its way each covers. */
const TAIL = 5;
const TAIL_STEP = 0.016;

/**
 * What will be played, seen before it sounds: a mote of light that one voice throws to another. It
 * lands in the organ it is meant for at the very moment of the hit.
 */
export class Motes {
  readonly #strokes: Segments;
  readonly #spot = new Segment({ soft: 0.6 });
  readonly #tail = new Segment();

  constructor(strokes: Segments) {
    this.#strokes = strokes;
  }

  /** `share` of the way is behind it, 0 to 1; `velocity` 0 to 1. @realtime yes */
  draw(way: Throw, share: number, velocity: number, size: number, colour: Color, hot: Color): void {
    // Faint when it is thrown, bright when it lands, so that a note decided late does not seem to pop up.
    const light = (0.1 + 0.9 * share * share * share) * (0.5 + velocity) * 1.3;
    const wide = size * (0.5 + 0.5 * velocity);
    const spot = this.#spot;
    thrown(spot.from, way, share);
    spot.to.copy(spot.from);
    spot.fromWidth = size * (1.6 + 2 * velocity * share);
    spot.toWidth = spot.fromWidth;
    this.#strokes.add(spot, way.surprise > 0.5 ? hot : colour, light * 0.9);
    const tail = this.#tail;
    tail.from.copy(spot.from);
    for (let n = 1; n <= TAIL; n++) {
      const at = share - n * TAIL_STEP;
      if (at < 0) break;
      thrown(tail.to, way, at);
      const left = 1 - (n - 1) / TAIL;
      tail.fromWidth = wide * left;
      tail.toWidth = wide * (left - 1 / TAIL);
      this.#strokes.add(tail, colour, light * left * left);
      tail.from.copy(tail.to);
    }
  }
}
