import type { Figure } from "../../../core/music/learnt-feel.ts";

/** One hit of one player, on the grid. */
export interface HeardHit {
  /** Index of the drum. */
  readonly drum: number;
  /** MIDI, 1 to 127. */
  readonly velocity: number;
  /** From its step, in fractions of a step; negative is before it. */
  readonly offset: number;
  /** Further hits of the drum in the step; null as a rule. */
  readonly ornament: Figure | null;
}

/** Where in the music a step is. */
export interface StepPlace {
  /** On the transport's grid. */
  readonly step: number;
  readonly stepInBar: number;
  readonly stepsPerBar: number;
}
