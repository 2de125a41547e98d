import { SILENCE } from "../../shared/music/pattern.ts";
import type { Answer, Likelihood, Mark, Voice } from "../../shared/music/voice.ts";

const CERTAIN: Likelihood = { surprise: 0, sampledSurprise: 0 };

/** The chair of a voice whose model could not be opened: it hears everything and plays nothing. */
export class SilentVoice implements Voice {
  #marks = 0;

  hear(): Promise<Likelihood> {
    return Promise.resolve(CERTAIN);
  }

  answer(): Promise<Answer> {
    return Promise.resolve({ pattern: SILENCE, ...CERTAIN });
  }

  mark(): Mark {
    return this.#marks++;
  }

  rewind(): void {}

  reset(): void {}

  dispose(): void {}
}
