import type { PlannedNote } from "../../../shared/music/note.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Likelihood, Mark } from "../../core/music/voice.ts";
import type { Intention } from "./phrasing.ts";

/** One step of a part: asked for, and once decided, what is played in it. */
export interface PartStep {
  readonly step: number;
  /** Where the voice was before it decided this step. */
  readonly before: Mark;
  /** What was so when it was asked for. */
  readonly intention: Intention;
  /** Null until the voice has answered. */
  pattern: Pattern | null;
  /** How well the voice expected it; null where it repeats a bar because the model was late. */
  likelihood: Likelihood | null;
  notes: readonly PlannedNote[];
}

/** Steps already played that are remembered, for repeats and loops: 32 bars of 4/4. */
const STEPS_KEPT = 512;

/**
 * What a model voice has played and is going to play, step by step. An answer that comes back for
 * a step which was taken back meanwhile finds that the part holds another PartStep, or none.
 */
export class Part {
  readonly #steps = new Map<number, PartStep>();

  /** Opens `step`; whatever was there is replaced. */
  open(step: number, before: Mark, intention: Intention): PartStep {
    const opened: PartStep = { step, before, intention, pattern: null, likelihood: null, notes: [] };
    this.#steps.set(step, opened);
    return opened;
  }

  /** True as long as `opened` is still what the part holds for its step. */
  holds(opened: PartStep): boolean {
    return this.#steps.get(opened.step) === opened;
  }

  get(step: number): PartStep | undefined {
    return this.#steps.get(step);
  }

  /** What is played in `step`; silence where nothing is, or nothing is decided yet. */
  patternAt(step: number): Pattern {
    return this.#steps.get(step)?.pattern ?? SILENCE;
  }

  isDecided(step: number): boolean {
    return (this.#steps.get(step)?.pattern ?? null) !== null;
  }

  /** What is decided from `step` on, step after step. */
  decidedFrom(step: number): PartStep[] {
    const decided = [...this.#steps.values()].filter((known) => known.step >= step && known.pattern !== null);
    return decided.sort((one, other) => one.step - other.step);
  }

  /** Notes of every step from `step` on. */
  notesFrom(step: number): PlannedNote[] {
    const notes: PlannedNote[] = [];
    for (const known of this.#steps.values()) if (known.step >= step) notes.push(...known.notes);
    return notes;
  }

  /** Takes back every step from `step` on and returns the ids of their notes. */
  takeBack(step: number): number[] {
    const ids: number[] = [];
    for (const known of [...this.#steps.values()]) {
      if (known.step < step) continue;
      for (const note of known.notes) ids.push(note.id);
      this.#steps.delete(known.step);
    }
    return ids;
  }

  /** Forgets what is too old to be repeated. */
  forgetBefore(step: number): void {
    for (const known of this.#steps.keys()) {
      // Insertion order is close to step order: the first recent one ends the search.
      if (known >= step - STEPS_KEPT) break;
      this.#steps.delete(known);
    }
  }
}
