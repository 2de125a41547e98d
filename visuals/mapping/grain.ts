import { dot, fract, screenCoordinate, uniform, vec2 } from "three/tsl";
import type { Node } from "three/webgpu";

/** A step of an 8-bit picture: as much noise as it takes to hide the steps of a dark gradient. */
const DITHER = 1.5 / 255;
const MOST_GRAIN = 14 / 255;
/** How long a grain stays. */
const GRAIN_MS = 40;

/** Noise on the levels of the screen, which keeps gradients from banding, and more of it for the look of film. */
export class Grain {
  readonly #strength = uniform(DITHER);
  readonly #place = uniform(0);
  /** What is added to a level. */
  readonly level: Node<"float">;

  constructor() {
    // Interleaved gradient noise (J. Jimenez, "Next generation post processing in Call of Duty", 2014).
    const place = dot(screenCoordinate.xy.add(this.#place), vec2(0.06711056, 0.00583715));
    this.level = fract(fract(place).mul(52.9829189)).sub(0.5).mul(this.#strength);
  }

  /** A dose from 0 to 1, as it lies at a moment. @realtime yes */
  set(dose: number, moment: number): void {
    this.#strength.value = DITHER + dose * MOST_GRAIN;
    this.#place.value = (Math.floor(moment / GRAIN_MS) * 5.588238) % 1024;
  }
}
