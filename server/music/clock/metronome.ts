import type { Drum } from "../../../shared/music/drums.ts";
import type { PlannedNote } from "../../../shared/music/note.ts";
import { clickFrom, clickLength, clicks } from "../../../shared/time/clicks.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Beats, beats, ms } from "../../../shared/time/units.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Transport } from "./transport.ts";

/** Who clicks at the outputs: no voice of the band. */
export const METRONOME = "metronome";

/** Outputs know drums: the click of a bar line travels as the first of these, those of other beats as the second. */
export const CLICK_DRUMS: readonly [barLine: Drum, beat: Drum] = ["high_tom", "low_tom"];

/** So long before its moment a click is planned: no longer, or switching it off would come late. */
const AHEAD_MS = 150;
/** Beats other than bar lines are softer by this. */
const SOFTER = 0.75;

interface MetronomeOptions {
  readonly time: TimeSource;
  readonly music: Pick<Transport, "playing" | "timeline" | "metre" | "onChange">;
  readonly rehearsal: Rehearsal;
  /** Must have heard of a change of the music before. */
  readonly plan: (notes: readonly PlannedNote[]) => void;
}

/** Plans a click for each beat of the metre, as they are wanted: in bars that are counted in, and while the metronome is on. */
export class Metronome {
  readonly #options: MetronomeOptions;
  readonly #leave: () => void;
  #next = clickFrom(beats(0), { numerator: 4, denominator: 4 });
  #id = 0;
  #cancelWake: () => void = () => {};

  constructor(options: MetronomeOptions) {
    this.#options = options;
    this.#leave = options.music.onChange(({ jumped }) => this.#follow(jumped));
    this.#follow(true);
  }

  dispose(): void {
    this.#leave();
    this.#cancelWake();
  }

  #follow(jumped: boolean): void {
    this.#cancelWake();
    const { music, time } = this.#options;
    if (!music.playing) return;
    const now = music.timeline.toBeats(time.now());
    // What was planned before a jump is dropped with it, and what lies behind us is over.
    if (jumped || this.#next.beat < now) this.#seek(now);
    this.#await();
  }

  #seek(from: Beats): void {
    this.#next = clickFrom(from, this.#options.music.metre);
  }

  #await(): void {
    const { music, time } = this.#options;
    const at = ms(music.timeline.toMs(this.#next.beat) - AHEAD_MS);
    this.#cancelWake = time.wake(at, () => this.#click());
  }

  #click(): void {
    const { music, time, rehearsal, plan } = this.#options;
    const horizon = music.timeline.toBeats(ms(time.now() + AHEAD_MS));
    while (this.#next.beat <= horizon + 1e-6) {
      const { beat, isBarLine } = this.#next;
      const { metronome, level } = rehearsal.state;
      const velocity = Math.round(127 * level * (isBarLine ? 1 : SOFTER));
      if (clicks(beat, metronome) && velocity > 0) {
        const drum = CLICK_DRUMS[isBarLine ? 0 : 1];
        const duration = beats(clickLength(music.metre) / 4);
        plan([{ id: ++this.#id, voice: METRONOME, drum, velocity, beat, duration, surprise: null, live: false }]);
      }
      this.#seek(beats(beat + clickLength(music.metre)));
    }
    this.#await();
  }
}
