import { Random } from "../../../shared/chance/random.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import { type Metre, stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import { beats, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import { drumsOf, type Pattern } from "../../core/music/pattern.ts";
import { type CallStep, type Dynamics, dynamicsAt, dynamicsOf, EVEN } from "./feel/dynamics.ts";
import type { Feel } from "./feel/feel.ts";
import { ofOffset, ofVelocity } from "./feel/habits.ts";
import { OwnLine } from "./feel/own-line.ts";
import type { Hand } from "./feel/touch.ts";
import { strokesOf } from "./strokes.ts";

/** A person repeats a touch more evenly than different players differ: this much of the spread is kept. */
const LOOSENESS = 0.5;
/** Steps whose askings are counted: more than is ever decided anew. */
const STEPS_COUNTED = 512;

/** Numbers the notes of a run. */
type NextNoteId = () => number;

/** What the notes of a step depend on beside its pattern, as it was when the step was asked for. */
export interface Intention {
  readonly step: number;
  readonly metre: Metre;
  readonly hand: Hand;
  readonly dynamics: number;
  /** Share of the ornaments that are played. */
  readonly ornaments: number;
  /** On the grid exactly: the first of a response falls on the bar line. */
  readonly onTheLine: boolean;
  /** Names the chance of this step alone. */
  readonly chance: string;
}

/** Where in a response a step lies, and how it is to be played. */
export interface Wish {
  /** 0 at the beginning of the response, 1 at its end. */
  readonly moment: number;
  readonly ornaments: number;
  readonly onTheLine: boolean;
}

/**
 * Turns the patterns of one voice into notes, with the feel of the players. What is played in a step follows from its
 * pattern, from what the voice has played before it, and from what is so when it is asked for: what was heard later
 * changes nothing, and its chance is its own, so that it does not matter when its pattern comes.
 */
export class Phrasing {
  readonly #voice: VoiceName;
  readonly #feel: Feel;
  readonly #seed: number;
  readonly #nextId: NextNoteId;
  readonly #own = new OwnLine();
  /** How often a step was asked for. */
  readonly #asked = new Map<number, number>();
  #dynamics: Dynamics = EVEN;

  constructor(voice: VoiceName, feel: Feel, seed: number, nextId: NextNoteId) {
    this.#voice = voice;
    this.#feel = feel;
    this.#seed = seed;
    this.#nextId = nextId;
  }

  /** What is played from now on answers this call; one without a hit asks for nothing. */
  answerTo(call: readonly CallStep[]): void {
    this.#dynamics = dynamicsOf(call, this.#feel.hand());
  }

  /** `step` is asked for. @realtime yes */
  intend(step: number, metre: Metre, { moment, ornaments, onTheLine }: Wish): Intention {
    const count = (this.#asked.get(step) ?? 0) + 1;
    this.#asked.delete(step);
    this.#asked.set(step, count);
    if (this.#asked.size > STEPS_COUNTED) this.#asked.delete(this.#asked.keys().next().value!);
    const chance = `phrasing of ${this.#voice}, step ${step}, ${count}`;
    const dynamics = dynamicsAt(this.#dynamics, moment);
    return { step, metre, hand: this.#feel.hand(), dynamics, ornaments, onTheLine, chance };
  }

  /** The notes of `pattern`; what was played from that step on is void. @realtime yes */
  phrase(intention: Intention, pattern: Pattern, surprise: number | null): PlannedNote[] {
    const { step, metre, hand, dynamics, ornaments, onTheLine, chance } = intention;
    const random = new Random(this.#seed, chance);
    const place = { step, stepInBar: stepInBar(step, metre), stepsPerBar: stepsPerBar(metre) };
    this.#own.takeBack(step);
    const line = this.#own.after(hand.line);
    return drumsOf(pattern).flatMap((drum) => {
      const index = drumIndex(drum);
      const touch = hand.touch(index, place, pattern, line);
      this.#own.add(step, index, ofVelocity(touch.velocity), ofOffset(touch.offset));
      const velocity = (touch.velocity + random.gaussian() * touch.velocitySd * LOOSENESS) * dynamics;
      const offset = touch.offset + random.gaussian() * touch.offsetSd * LOOSENESS;
      const ornament = hand.ornament(index, place, touch.velocity, random);
      const played = ornament !== null && random.next() < ornaments ? ornament : null;
      return strokesOf(clamp(velocity, 1, 127), onTheLine ? 0 : offset, played).map((stroke) => ({
        id: this.#nextId(),
        voice: this.#voice,
        drum,
        velocity: stroke.velocity,
        beat: beats((step + stroke.offset) / STEPS_PER_BEAT),
        duration: beats(stroke.duration / STEPS_PER_BEAT),
        surprise,
        live: false,
      }));
    });
  }

  /** The players' feel, with nothing of its own played: the transport has jumped. */
  reseat(): void {
    this.#own.clear();
    this.#dynamics = EVEN;
  }
}
