import type { Ms } from "../../shared/time/units.ts";

/** While the limiter works the server is told this often. */
const EVERY_MS = 1000;
/** Less than this is none. */
const LEAST = 0.01;

/** Says when the server is to be told how hard the flash limiter works: as it begins, every second, and as it ends. */
export class LimiterNews {
  readonly #tell: (limiting: number) => void;
  #most = 0;
  #toldAt: Ms | null = null;

  constructor(tell: (limiting: number) => void) {
    this.#tell = tell;
  }

  /** After every frame. A second's hardest is told. @realtime yes */
  frame(limiting: number, now: Ms): void {
    this.#most = Math.max(this.#most, limiting);
    if (this.#toldAt === null ? this.#most < LEAST : now - this.#toldAt < EVERY_MS) return;
    const works = this.#most >= LEAST;
    this.#tell(works ? this.#most : 0);
    this.#toldAt = works ? now : null;
    this.#most = 0;
  }
}
