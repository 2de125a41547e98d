import type { Color } from "three/webgpu";
import { Ring, type Rings } from "../../drawing/lines/rings.ts";
import { settle } from "../../drawing/motion.ts";

/** How many run at once; the oldest gives way. */
export const WAVES = 10;
const LIFE_SECONDS = 1.3;
const REACH = 5.5;
/** Numbers kept of a wave: where it began, when, how loud, the place of its colour. */
const FIELDS = 5;

/** Rings of light that kicks and crashes send over the water. */
export class Waves {
  readonly #waves = new Float64Array(WAVES * FIELDS).fill(Number.NEGATIVE_INFINITY);
  readonly #ring = new Ring();
  #next = 0;

  /** `loud` 0 to 1; `colour` is its place among the colours `draw` is given. */
  send(x: number, z: number, seconds: number, loud: number, colour: number): void {
    const i = this.#next * FIELDS;
    this.#next = (this.#next + 1) % WAVES;
    this.#waves[i] = x;
    this.#waves[i + 1] = z;
    this.#waves[i + 2] = seconds;
    this.#waves[i + 3] = loud;
    this.#waves[i + 4] = colour;
  }

  /** @realtime yes */
  draw(rings: Rings, seconds: number, colours: readonly Color[]): void {
    const r = this.#ring;
    for (let i = 0; i < this.#waves.length; i += FIELDS) {
      const age = seconds - (this.#waves[i + 2] ?? 0);
      const colour = colours[this.#waves[i + 4] ?? 0];
      if (!(age >= 0 && age < LIFE_SECONDS) || colour === undefined) continue;
      const loud = this.#waves[i + 3] ?? 0;
      const left = 1 - age / LIFE_SECONDS;
      r.x = this.#waves[i] ?? 0;
      r.y = 0.015;
      r.z = this.#waves[i + 1] ?? 0;
      r.radius = 0.5 + REACH * settle(age, LIFE_SECONDS * 1.3);
      r.width = 0.008 + 0.042 * loud * left * left;
      r.soft = 0.35;
      rings.add(r, colour, loud * left * left * 1.9);
    }
  }
}
