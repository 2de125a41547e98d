import type { Reporter } from "../../../shared/events/report.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { beatsOfSteps, ms } from "../../../shared/time/units.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";

/** Longer than any bar. */
const STEPS_REMEMBERED = 512;
/** If the model has not answered this long before a step is due, the last bar is repeated. */
const ANSWER_DEADLINE_MS = 6;

interface BarRepeaterOptions {
  readonly name: VoiceName;
  readonly music: MusicalTime;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/**
 * Repeats a bar, step by step, when the model has not answered in time: what stood in that place a bar before is played.
 *
 * @realtime every method.
 */
export class BarRepeater {
  /** Steps it has played. */
  steps = 0;
  readonly #options: BarRepeaterOptions;
  readonly #heard = new Map<number, Pattern>();
  /** Until here nothing is searched for: the model was late before. */
  #hurriesUntil = Number.NEGATIVE_INFINITY;
  #cancelWatch: () => void = () => {};
  #watched = Number.NaN;

  constructor(options: BarRepeaterOptions) {
    this.#options = options;
  }

  /** Remembers what the voice heard in `step`: the bar to repeat when the model is late before it has played one. */
  remember(step: number, heard: Pattern): void {
    this.#heard.set(step, heard);
    this.#heard.delete(step - STEPS_REMEMBERED);
  }

  /** `isLate` is called when it is high time for `step`; it alone is watched, until `relax`. */
  watch(step: number, isLate: () => void): void {
    this.relax();
    this.#watched = step;
    const { music, time } = this.#options;
    const due = music.timeline.toMs(beatsOfSteps(step));
    this.#cancelWatch = time.wake(ms(due - ANSWER_DEADLINE_MS), isLate);
  }

  relax(): void {
    this.#cancelWatch();
  }

  /** `step` is decided: nobody need be woken for it. */
  decided(step: number): void {
    if (step === this.#watched) this.relax();
  }

  /** What to play in `step`; `playedAt` says what the voice itself played. */
  standIn(step: number, playedAt: (step: number) => Pattern | undefined): Pattern {
    const { name, music, report } = this.#options;
    const bar = stepsPerBar(music.metre);
    if (this.steps++ === 0)
      report({
        room: "band",
        level: "warning",
        text: `${name} did not answer in time and repeats its last bar; fewer voices, a smaller model or a faster machine would help.`,
      });
    this.#hurriesUntil = step + bar - stepInBar(step, music.metre);
    return playedAt(step - bar) ?? this.#heard.get(step - bar) ?? SILENCE;
  }

  /** Whether there is no time to search in `step`: searching on without a lead would be late in every step of the bar. */
  hurries(step: number): boolean {
    return step < this.#hurriesUntil;
  }

  /** Steps mean other moments now. */
  clear(): void {
    this.relax();
    this.#heard.clear();
    this.#hurriesUntil = Number.NEGATIVE_INFINITY;
  }
}
