import { type Ms, ms } from "../../shared/time/units.ts";
import type { DrumTrace } from "../scene-api/frame.ts";

/** The last two hits of one drum: enough that a soft hit does not cut a loud one short. */
export class DrumHistory implements DrumTrace {
  #count = 0;
  #at = Number.NEGATIVE_INFINITY;
  #velocity = 0;
  #beforeAt = Number.NEGATIVE_INFINITY;
  #beforeVelocity = 0;
  #now = 0;

  get count(): number {
    return this.#count;
  }

  get at(): Ms {
    return ms(this.#at);
  }

  get velocity(): number {
    return this.#velocity;
  }

  /** `velocity` is 0 to 1. @realtime yes */
  hit(at: number, velocity: number): void {
    this.#beforeAt = this.#at;
    this.#beforeVelocity = this.#velocity;
    this.#at = at;
    this.#velocity = velocity;
    this.#count++;
  }

  /** There were hits before those that were told of. */
  countTo(count: number): void {
    this.#count = Math.max(this.#count, count);
  }

  /** The moment as of which `level` answers. @realtime yes */
  moveTo(now: number): void {
    this.#now = now;
  }

  level(fade: number): number {
    return Math.max(
      this.#velocity * Math.exp(-Math.max(0, this.#now - this.#at) / fade),
      this.#beforeVelocity * Math.exp(-Math.max(0, this.#now - this.#beforeAt) / fade),
    );
  }
}
