import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Answer, Ask, Hearing, Likelihood, Mark, Voice } from "../../core/music/voice.ts";

const CERTAIN: Likelihood = { surprise: 0, sampledSurprise: 0 };

/**
 * The chair of a voice whose model could not be opened: it hears everything and plays nothing, until
 * one that can play takes the chair.
 */
export class LateVoice implements Voice {
  #voice: Voice | null = null;
  /** Marks made before there was anybody to remember. */
  #marks = 0;

  /** Plays from here on, with nothing heard yet. Whoever was there before is disposed. */
  seat(voice: Voice): void {
    this.#voice?.dispose();
    this.#voice = voice;
  }

  hear(pattern: Pattern, step: number, temperature: number, hearing?: Hearing): Promise<Likelihood> {
    return this.#voice?.hear(pattern, step, temperature, hearing) ?? Promise.resolve(CERTAIN);
  }

  answer(step: number, ask: Ask): Promise<Answer> {
    return this.#voice?.answer(step, ask) ?? Promise.resolve({ pattern: SILENCE, ...CERTAIN });
  }

  mark(): Mark {
    return this.#voice === null ? this.#marks++ : this.#marks + this.#voice.mark();
  }

  rewind(mark: Mark): void {
    if (mark < this.#marks) this.#voice?.reset();
    else this.#voice?.rewind(mark - this.#marks);
  }

  reset(): void {
    this.#voice?.reset();
  }

  dispose(): void {
    this.#voice?.dispose();
  }
}
