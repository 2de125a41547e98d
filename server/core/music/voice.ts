import type { Sampling } from "../../../shared/controls/band.ts";
import type { Mind } from "../../../shared/music/mind.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Pattern } from "./pattern.ts";

/** What a voice goes by beside its network. */
export interface Recall {
  /** The live voice whose playing it remembers; null: nobody's, and `memory` is as 0. */
  readonly remembers: VoiceName | null;
  /** 0: the network alone; 1: as much by what is remembered as its model has found best. */
  readonly memory: number;
  /** Of the metre that is on. */
  readonly stepsPerBar: number;
}

/** How a step is heard. */
export interface Hearing extends Recall {
  /** It is played by whom it remembers: what has foreseen it is trusted a little more from here on. */
  readonly follows: boolean;
}

/** How the next step is to be sampled. Everything takes effect with the very step it is passed for. */
export interface Ask extends Omit<Sampling, "allowed" | "memory">, Recall {
  /** So many steps before this one, among all that it has heard and played, lies what its call had in this place; left out where there is no call. */
  readonly call?: number | undefined;
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
  /** -ln p of the pattern at temperature 1 under the network alone, in nats. */
  readonly surprise: number;
  /** The same under network and memory, as far as it goes by that; left out where it goes by the network alone. */
  readonly surpriseWithMemory?: number;
  /** -ln p of the pattern at the sampling temperature and under its constraints, in nats, of what it is drawn from. */
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
   * Without `hearing` it expects by its network alone.
   */
  hear(pattern: Pattern, step: number, temperature: number, hearing?: Hearing): Promise<Likelihood>;
  /** Plays the step of index `step` and moves on by it. Rejects when the model fails; the voice stays usable. */
  answer(step: number, ask: Ask): Promise<Answer>;
  /** Remembers where the voice is now, hidden state and chance included, but not what is remembered of live voices. Marks are cheap: one a step is expected. */
  mark(): Mark;
  /** Goes back to a mark among the last MARKS_KEPT; playing on from there with the same asks gives the same steps. */
  rewind(mark: Mark): void;
  /** Forgets everything heard. */
  reset(): void;
  dispose(): void;
}

/** How many of the newest marks a voice must be able to go back to: 16 bars of 4/4. */
export const MARKS_KEPT = 256;
