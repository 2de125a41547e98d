import type { Random } from "../../../shared/chance/random.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import type { PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import { type Metre, stepInBar } from "../../../shared/time/metre.ts";
import { type Beats, beats, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import { drumsOf, type Pattern } from "../../core/music/pattern.ts";
import type { Feel } from "./feel.ts";

/** No generated note is further from its step than this, so that a step decided half a step ahead is never late. */
const LARGEST_OFFSET = 0.25;
/** A drum rings until its note-off: half a step, so that two hits in a row never overlap. */
const DURATION = beats(0.5 / STEPS_PER_BEAT);
/** A person repeats a touch more evenly than different players differ: this much of the table's spread is kept. */
const LOOSENESS = 0.5;

/** Numbers the notes of a run. */
type NextNoteId = () => number;

/** Turns the patterns of one voice into notes, with the feel of the drummer. */
export class Phrasing {
  readonly #voice: VoiceName;
  readonly #feel: Feel;
  readonly #random: Random;
  readonly #nextId: NextNoteId;

  constructor(voice: VoiceName, feel: Feel, random: Random, nextId: NextNoteId) {
    this.#voice = voice;
    this.#feel = feel;
    this.#random = random;
    this.#nextId = nextId;
  }

  /** `onTheLine` puts the step exactly on the grid: the first of a response falls on the bar line. */
  phrase(step: number, pattern: Pattern, surprise: number | null, metre: Metre, onTheLine: boolean): PlannedNote[] {
    const place = stepInBar(step, metre);
    return drumsOf(pattern).map((drum) => {
      const touch = this.#feel.touch(drum, place);
      const velocity = touch.velocity + this.#random.gaussian() * touch.velocitySd * LOOSENESS;
      const offset = touch.offset + this.#random.gaussian() * touch.offsetSd * LOOSENESS;
      return {
        id: this.#nextId(),
        voice: this.#voice,
        drum,
        velocity: Math.round(clamp(velocity, 1, 127)),
        beat: ((onTheLine ? step : step + clamp(offset, -LARGEST_OFFSET, LARGEST_OFFSET)) / STEPS_PER_BEAT) as Beats,
        duration: DURATION,
        surprise,
        live: false,
      };
    });
  }
}
