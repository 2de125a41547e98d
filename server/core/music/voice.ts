import type { Sampling } from "../../../shared/controls/band.ts";
import type { Mind } from "../../../shared/music/mind.ts";
import type { Pattern } from "./pattern.ts";

/** How the next step is to be sampled. Everything takes effect with the very step it is passed for. */
export interface Ask extends Omit<Sampling, "allowed"> {
  /** The drums this voice may play; symbols with any other drum get probability 0. */
  readonly allowed: Pattern;
  /** Left out: step by step. */
  readonly search?: Search;
}

/**
 * Several steps decided together, as the likeliest of many ways to play them. They are answered one
 * by one all the same; a step that is heard in between, or an ask that wants something else, ends it.
 */
interface Search {
  /** Ways that are followed at once; 1 is plain sampling. */
  readonly beams: number;
  /** How many steps, with the one that is asked for, a search that begins here decides. */
  readonly steps: number;
}

/** How well the model expected a step. */
export interface Likelihood {
  /** -ln p of the pattern at temperature 1, in nats. */
  readonly surprise: number;
  /** -ln p of the pattern at the sampling temperature and under its constraints, in nats. */
  readonly sampledSurprise: number;
  /** What is in the voice after the step, where somebody watches and there is a network to look into. */
  readonly mind?: Mind;
}

export interface Answer extends Likelihood {
  readonly pattern: Pattern;
}

/** A point in a voice's memory to come back to; see Voice.mark. */
export type Mark = number;

/**
 * A player of patterns that goes forward one step at a time. It knows nothing of ports, notes or
 * milliseconds. Calls take effect in the order they are made, whatever their promises do, so a
 * caller need not await one before making the next.
 */
export interface Voice {
  /**
   * Moves on by one step that somebody else played. `step` is its index on the transport's grid,
   * which tells the voice where in the bar it is. `temperature` is the one the voice would sample
   * at; it only scales the `sampledSurprise` of the result (Magenta's log-likelihood is their sum).
   */
  hear(pattern: Pattern, step: number, temperature: number): Promise<Likelihood>;
  /** Plays the step of index `step` and moves on by it. Rejects when the model fails; the voice stays usable. */
  answer(step: number, ask: Ask): Promise<Answer>;
  /** Remembers where the voice is now, hidden state and chance included. Marks are cheap: one a step is expected. */
  mark(): Mark;
  /** Goes back to a mark among the last MARKS_KEPT; playing on from there with the same asks gives the same steps. */
  rewind(mark: Mark): void;
  /** Forgets everything heard. */
  reset(): void;
  dispose(): void;
}

/** How many of the newest marks a voice must be able to go back to: 16 bars of 4/4. */
export const MARKS_KEPT = 256;
