import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { blow } from "../../drawing/motion.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Ages } from "./playhead.ts";

const DRUMS_EACH = 9;
/** Beats a second that films run at while the transport stands. */
const RESTING_PACE = 2;
const TEAR_FADE = 0.3;
/** A hit longer ago than this many beats is as good as none. */
const LONG_AGO = 4096;

/** What was struck: how many beats ago, and how surprisingly. */
export class Struck {
  /** Beats since each drum of the voice that was counted last. */
  readonly ages: Ages = (drum) => this.#ages[drum] ?? LONG_AGO;
  readonly #ages = new Float64Array(DRUMS_EACH);
  /** The beat of the last hit of each drum of each voice. */
  readonly #beats: Float64Array;
  /** How surprising a voice has been, and as of when. */
  readonly #surprise: Float64Array;
  readonly #surpriseAt: Float64Array;

  constructor(voices: number) {
    this.#beats = new Float64Array(voices * DRUMS_EACH).fill(Number.NEGATIVE_INFINITY);
    this.#surprise = new Float64Array(voices);
    this.#surpriseAt = new Float64Array(voices);
  }

  /** @realtime yes */
  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#beats[voice.index * DRUMS_EACH + drumIndex(note.drum)] = note.beat;
    const seconds = at / 1000;
    const left = this.tearing(voice.index, seconds);
    const now = surpriseOf(note) ** 2;
    if (now < left) return;
    this.#surprise[voice.index] = now;
    this.#surpriseAt[voice.index] = seconds;
  }

  /** What is left of a voice's surprise. @realtime yes */
  tearing(index: number, seconds: number): number {
    return (this.#surprise[index] ?? 0) * blow(seconds - (this.#surpriseAt[index] ?? 0), TEAR_FADE);
  }

  /** Counts how many beats ago each drum of the voice was hit; never is long ago, and goes on. @realtime yes */
  count(frame: Frame, voice: VoiceTrace, seconds: number): void {
    for (let drum = 0; drum < DRUMS_EACH; drum++) {
      const struck = this.#beats[voice.index * DRUMS_EACH + drum] ?? Number.NEGATIVE_INFINITY;
      let age = frame.beat - struck;
      if (!frame.playing) age = (seconds - (voice.drums[drum]?.at ?? Number.NEGATIVE_INFINITY) / 1000) * RESTING_PACE;
      if (age < -1 || age > LONG_AGO)
        age = LONG_AGO + (frame.playing ? frame.beat : (seconds * RESTING_PACE) % LONG_AGO);
      this.#ages[drum] = Math.max(0, age);
    }
  }
}
