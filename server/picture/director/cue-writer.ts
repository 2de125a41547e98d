import type { Random } from "../../../shared/chance/random.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import { NO_PASSES, PASSES, type PassDoses, type PassName } from "../../../shared/picture/passes.ts";
import { TRANSITION_TRAITS, type TransitionName } from "../../../shared/picture/transitions.ts";
import type { Form } from "../../../shared/protocol/picture.ts";
import { type Beats, beats } from "../../../shared/time/units.ts";
import { dosesFor } from "./doses.ts";
import type { Mood } from "./mood.ts";
import type { Repertoire } from "./repertoire.ts";

/** What a cue says, without its number and its moment. */
export type CueContent = Omit<Cue, "id" | "beat" | "at">;

/** What somebody wants of a cue; the rest is chosen. */
export type Wishes = Partial<Pick<Cue, "scene" | "palette" | "transition" | "intensity">>;

const OPENING_INTENSITY = 0.3;
const SEEDS = 2 ** 31;
/** Palette, intensity and doses move over this many beats: at once with a drop, unnoticed otherwise. */
const MOVE_BEATS = beats(4);
const DROP_MOVE_BEATS = beats(0.5);

/** How much of its longest length a transition takes. */
const LEISURE: Readonly<Record<Form, number>> = { silence: 1, break: 1, steady: 0.5, build: 0.25, drop: 0 };

/** Writes what a cue says: by taste, chance and the mood. */
export class CueWriter {
  readonly #repertoire: Repertoire;
  readonly #random: Random;
  readonly #ceilings: Readonly<Partial<PassDoses>>;

  constructor(repertoire: Repertoire, random: Random, ceilings: Readonly<Partial<PassDoses>>) {
    this.#repertoire = repertoire;
    this.#random = random;
    this.#ceilings = ceilings;
  }

  /** Before anything was played. */
  opening(scene: string, mood: Mood): CueContent {
    return {
      scene,
      seed: this.#random.integer(SEEDS),
      transition: "cut",
      transitionBeats: beats(0),
      palette: this.#repertoire.palette(mood, this.#random),
      intensity: OPENING_INTENSITY,
      passes: this.#within({ ...NO_PASSES, bloom: 0.4, grade: 0.8, grain: 0.25 }),
    };
  }

  /** Another scene, or the same anew. */
  change(mood: Mood, wishes: Wishes = {}): CueContent {
    const transition = wishes.transition ?? this.#repertoire.transition(mood.form, this.#random);
    return {
      scene: wishes.scene ?? this.#repertoire.scene(mood, this.#random),
      seed: this.#random.integer(SEEDS),
      transition,
      transitionBeats: lengthOf(transition, mood.form),
      palette: wishes.palette ?? this.#repertoire.palette(mood, this.#random),
      intensity: rounded(wishes.intensity ?? mood.intensity),
      passes: this.#within(dosesFor(mood, this.#random)),
    };
  }

  /** The same scene goes on, in the mood of now. */
  move(before: CueContent, mood: Mood, wishes: Wishes = {}): CueContent {
    return {
      scene: before.scene,
      seed: before.seed,
      transition: "crossfade",
      transitionBeats: mood.form === "drop" ? DROP_MOVE_BEATS : MOVE_BEATS,
      palette: wishes.palette ?? before.palette,
      intensity: rounded(wishes.intensity ?? mood.intensity),
      passes: this.#within({ ...dosesFor(mood, this.#random), kaleidoscope: before.passes.kaleidoscope }),
    };
  }

  /** The same, and other colours. */
  recolour(before: CueContent, mood: Mood): CueContent {
    return this.move(before, mood, { palette: this.#repertoire.palette(mood, this.#random) });
  }

  #within(doses: PassDoses): PassDoses {
    const held: Record<PassName, number> = { ...doses };
    for (const pass of PASSES) held[pass] = Math.min(doses[pass], this.#ceilings[pass] ?? 1);
    return held;
  }
}

const lengthOf = (name: TransitionName, form: Form): Beats => {
  const { shortest, longest } = TRANSITION_TRAITS[name];
  return beats(Math.round(shortest + (longest - shortest) * LEISURE[form]));
};

const rounded = (intensity: number): number => Math.round(intensity * 100) / 100;
