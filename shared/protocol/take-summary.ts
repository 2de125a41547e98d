import type { VoiceName } from "../music/note.ts";

/** One voice over a take. Lists have a number for each slice; null where there is nothing to tell. */
export interface VoiceSummary {
  readonly name: VoiceName;
  readonly live: boolean;
  readonly sounds: boolean;
  readonly colour: string;
  /** How often it played each drum, in the order of DRUMS. */
  readonly drums: readonly number[];
  /**
   * What it struck in each of so many parts of the take, all as long: bit i is DRUMS[i], as in a step of the networks.
   * The parts are about a 16th or shorter in takes of some minutes.
   */
  readonly strip: readonly number[];
  /** Notes. */
  readonly notes: readonly number[];
  /** The share of 16ths with a note, 0 to 1. */
  readonly density: readonly number[];
  /** Mean velocity, 1 to 127. */
  readonly loudness: readonly (number | null)[];
  /** −ln p of what it heard or played under its network, in nats a step; null for live voices. */
  readonly surprise: readonly (number | null)[];
  /** Of a live voice: how much later than the nearest 16th it played, in milliseconds, on the whole. */
  readonly offset: readonly (number | null)[];
}

/** A call that was answered, and the answer, in nats a step; with memory where that was recorded. */
export interface AnswerSummary {
  readonly seconds: number;
  readonly voice: VoiceName;
  readonly callSurprise: number | null;
  readonly callSurpriseWithMemory: number | null;
  readonly responseSurprise: number | null;
  readonly responseSurpriseWithMemory: number | null;
}

/** A mark that was set, a scene that comes, or another change of the picture. */
export interface SummaryMarker {
  readonly kind: "mark" | "scene" | "cue";
  readonly text: string;
  readonly seconds: number;
  readonly bar: number;
}

/** What happened in a take, at a glance: what a page draws its plots of as it is. Seconds count from its beginning. */
export interface TakeSummary {
  readonly version: number;
  readonly name: string;
  /** The time of day of its beginning. */
  readonly began: string;
  readonly seconds: number;
  readonly bars: number;
  /** Slices of whole bars, all of as many: where each begins, in seconds and by its first bar, from 1. */
  readonly slices: {
    readonly bars: number;
    readonly seconds: readonly number[];
    readonly bar: readonly number[];
    /** Mean tempo, in quarter notes a minute. */
    readonly tempo: readonly number[];
    /** Notes that were dropped since they came too late. */
    readonly late: readonly number[];
  };
  readonly voices: readonly VoiceSummary[];
  readonly answers: readonly AnswerSummary[];
  /** Where there are too many to list, cues are left out first, then scenes. */
  readonly markers: readonly SummaryMarker[];
}
