import { type Pattern, SILENCE } from "../../server/core/music/pattern.ts";
import {
  type Answer,
  type Ask,
  type Hearing,
  type Likelihood,
  MARKS_KEPT,
  type Mark,
  type Voice,
} from "../../server/core/music/voice.ts";
import type { Mind } from "../../shared/music/mind.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

/**
 * A voice without a network: it plays what it heard (or played) `lag` steps before, as far as the
 * ask allows. So a band with it can be predicted step by step.
 */
export class CopyVoice implements Voice {
  readonly memory: { readonly step: number; readonly pattern: Pattern; readonly own: boolean }[] = [];
  readonly hearings: { readonly step: number; readonly pattern: Pattern; readonly hearing: Hearing | undefined }[] = [];
  readonly asks: { readonly step: number; readonly ask: Ask }[] = [];
  /** While above 0, answers take so long. */
  delayMs = 0;
  /** Another model has taken over: this is all it plays. */
  always: Pattern | null = null;
  /** While true, it shows a mind of one cell: the low bits of the pattern that it has just heard or played. */
  watched = false;
  /** Its surprise with what is remembered, where it remembers. */
  remembered: number | null = null;
  /** While true, it fails. */
  broken = false;
  readonly #lag: number;
  readonly #time: TimeSource;

  constructor(time: TimeSource, lag: number) {
    this.#time = time;
    this.#lag = lag;
  }

  hear(pattern: Pattern, step: number, temperature: number, hearing?: Hearing): Promise<Likelihood> {
    this.hearings.push({ step, pattern, hearing });
    this.memory.push({ step, pattern, own: false });
    const both = this.remembered === null ? {} : { surpriseWithMemory: this.remembered };
    return Promise.resolve({ surprise: 1, sampledSurprise: 1 / temperature, ...both, ...this.#mindOf(pattern) });
  }

  async answer(step: number, ask: Ask): Promise<Answer> {
    const copied = this.always ?? this.memory[this.memory.length - this.#lag]?.pattern ?? SILENCE;
    const pattern = (copied & ask.allowed) as Pattern;
    this.memory.push({ step, pattern, own: true });
    this.asks.push({ step, ask });
    if (this.broken) throw new Error("the model is broken");
    if (this.delayMs > 0) {
      const due = ms(this.#time.now() + this.delayMs);
      await new Promise<void>((resolve) => this.#time.wake(due, resolve));
    }
    return { pattern, surprise: 2, sampledSurprise: 2 / ask.temperature, ...this.#mindOf(pattern) };
  }

  mark(): Mark {
    return this.memory.length;
  }

  /** Marks are one a step here, so the oldest that is kept is so many steps ago. */
  rewind(mark: Mark): void {
    if (this.memory.length - mark > MARKS_KEPT) throw new RangeError(`mark ${mark} is too old`);
    this.memory.length = mark;
  }

  reset(): void {
    this.memory.length = 0;
  }

  dispose(): void {}

  #mindOf(pattern: Pattern): { mind?: Mind } {
    return this.watched ? { mind: { layers: [1], cells: Uint8Array.of(pattern & 255, 0), expected: [] } } : {};
  }
}
