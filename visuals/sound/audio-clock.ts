/** A reading further off than this is believed at once: the device has changed or the machine has slept. */
const STEP_MS = 30;
/** Share of each reading's difference that is taken over: the clocks of a sound card and a computer part by some ppm. */
const FOLLOW = 0.08;

/**
 * The sound card's clock by the page's: at which second of the audio context a moment of the page
 * is heard. Pure; fed with pairs of the two. The context's own latency is in the pairs, so a sound
 * scheduled by it is heard at that moment.
 */
export class AudioClock {
  /** Context milliseconds minus page milliseconds. */
  #offset: number | null = null;

  get known(): boolean {
    return this.#offset !== null;
  }

  /** `contextSeconds` was being heard at `pageMs`. */
  read(contextSeconds: number, pageMs: number): void {
    const offset = contextSeconds * 1000 - pageMs;
    if (this.#offset === null || Math.abs(offset - this.#offset) > STEP_MS) this.#offset = offset;
    else this.#offset += (offset - this.#offset) * FOLLOW;
  }

  /** The context's second at which `pageMs` is heard; NaN before the first reading. @realtime yes */
  toContext(pageMs: number): number {
    return this.#offset === null ? Number.NaN : (pageMs + this.#offset) / 1000;
  }
}
