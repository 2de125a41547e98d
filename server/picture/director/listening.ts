import type { PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import { type Metre, stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import { stepsOfBeats } from "../../../shared/time/units.ts";
import { type BarSummary, together } from "./bar-summary.ts";
import { countHit, newTally, sumOf, type Tally } from "./bar-tally.ts";

/** The longest phrase it listens over. */
const BARS_KEPT = 16;
/** A bar of which less than this share was heard says nothing yet. */
const TELLING_SHARE = 0.5;

export interface ListeningState {
  /** The newest last. */
  readonly bars: readonly BarSummary[];
  readonly open: Tally;
  readonly ahead: readonly PlannedNote[];
}

/** Hears what the sounding voices play, and sums it up bar by bar. */
export class Listening {
  readonly #sounding: ReadonlySet<VoiceName>;
  #bars: readonly BarSummary[] = [];
  #open = newTally();
  /** Notes whose step is not over yet. */
  readonly #ahead = new Map<number, PlannedNote>();

  /** `sounding` are the voices whose notes are heard; the others are gestures. */
  constructor(sounding: readonly VoiceName[]) {
    this.#sounding = new Set(sounding);
  }

  /** The complete bars, the newest last; at most BARS_KEPT. */
  get bars(): readonly BarSummary[] {
    return this.#bars;
  }

  /** The last `count` complete bars as one. */
  phrase(count: number): BarSummary {
    return together(this.#bars.slice(-count));
  }

  /** The bar that is being played, as far as it was heard; null if that is too little to tell. */
  openBar(metre: Metre): BarSummary | null {
    return this.#open.steps < stepsPerBar(metre) * TELLING_SHARE ? null : sumOf(this.#open);
  }

  /** A note is sounding, or will sound. @realtime yes */
  note(note: PlannedNote): void {
    if (this.#sounding.has(note.voice)) this.#ahead.set(note.id, note);
  }

  /** These notes will not sound after all. @realtime yes */
  revoke(noteIds: readonly number[]): void {
    for (const id of noteIds) this.#ahead.delete(id);
  }

  /** How surprising the step that is over was to a model; null if nobody judged it. */
  judge(voice: VoiceName, surprise: number | null): void {
    if (surprise === null || !this.#sounding.has(voice)) return;
    this.#open.surprise += surprise;
    this.#open.judgements++;
  }

  /** `step` is over. Returns the bar if it ends with it. */
  closeStep(step: number, metre: Metre): BarSummary | null {
    const place = stepInBar(step, metre);
    for (const note of this.#ahead.values()) {
      if (Math.round(stepsOfBeats(note.beat)) > step) continue;
      this.#ahead.delete(note.id);
      countHit(this.#open, place, note.voice, note.drum, note.velocity);
    }
    this.#open.steps++;
    if (place + 1 < stepsPerBar(metre)) return null;
    // A bar that was joined near its end is not worth remembering.
    const bar = this.openBar(metre);
    this.#open = newTally();
    if (bar !== null) this.#bars = [...this.#bars, bar].slice(-BARS_KEPT);
    return bar;
  }

  /** The music has jumped: what was ahead is void, what was heard stays. */
  reseat(): void {
    this.#ahead.clear();
    this.#open = newTally();
  }

  save(): ListeningState {
    return { bars: this.#bars, open: structuredClone(this.#open), ahead: [...this.#ahead.values()] };
  }

  restore({ bars, open, ahead }: ListeningState): void {
    this.#bars = bars;
    this.#open = structuredClone(open);
    this.#ahead.clear();
    for (const note of ahead) this.#ahead.set(note.id, note);
  }
}
