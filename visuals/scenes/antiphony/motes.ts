import { type Color, Vector3 } from "three/webgpu";
import type { Segments } from "../../drawing/lines/segments.ts";
import { type Throw, thrown } from "./throw.ts";

/** Pieces of a mote's tail, and how much of its way each covers. */
const TAIL = 5;
const TAIL_STEP = 0.016;

/**
 * What will be played, seen before it sounds: a mote of light that one voice throws to another. It
 * lands in the organ it is meant for at the very moment of the hit.
 */
export class Motes {
  readonly #a = new Vector3();
  readonly #b = new Vector3();

  /** `share` of the way is behind it, 0 to 1; `velocity` 0 to 1. @realtime yes */
  draw(strokes: Segments, way: Throw, share: number, velocity: number, colour: Color, hot: Color, size: number): void {
    // Faint when it is thrown, bright when it lands, so that a note decided late does not seem to pop up.
    const light = (0.1 + 0.9 * share * share * share) * (0.5 + velocity) * 1.3;
    const wide = size * (0.5 + 0.5 * velocity);
    const a = thrown(this.#a, way, share);
    const spot = size * (1.6 + 2 * velocity * share);
    strokes.spot(a.x, a.y, a.z, spot, 0.6, way.surprise > 0.5 ? hot : colour, light * 0.9);
    for (let n = 1; n <= TAIL; n++) {
      const at = share - n * TAIL_STEP;
      if (at < 0) break;
      const b = thrown(this.#b, way, at);
      const left = 1 - (n - 1) / TAIL;
      strokes.add(a.x, a.y, a.z, b.x, b.y, b.z, wide * left, wide * (left - 1 / TAIL), 0, colour, light * left * left);
      a.copy(b);
    }
  }
}
