import type { Gain } from "../../../shared/music/gains.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Remembered } from "../../../shared/music/remembered.ts";
import type { Pattern } from "./pattern.ts";

/** Where a step lies in its bar, in the metre that is on. */
export interface BarPlace {
  /** 0 at the bar line. */
  readonly stepInBar: number;
  /** 1 to 256; see `stepsPerBar` of shared/time/metre.ts. */
  readonly stepsPerBar: number;
}

/** What is remembered of a voice, laid out as one bar. */
export interface RecalledBar {
  /** Steps that were learnt. */
  readonly steps: number;
  /** For each step of the bar nine numbers, 0 to 1: how sure it is that the drum is hit there. */
  readonly sureness: Float32Array;
}

/** What is remembered of live voices, by name, beside the networks. Calls take effect in the order they are made. */
export interface Memories {
  /** A step that the voice has played; the steps of one voice come in order. @realtime yes */
  learn(voice: VoiceName, pattern: Pattern, place: BarPlace): void;
  forget(voice: VoiceName): void;
  /** Rejects while memories cannot be reached. */
  recall(voice: VoiceName, stepsPerBar: number): Promise<RecalledBar>;
}

/** Who is told what is remembered, and how much that helps. */
export interface MemoryListener {
  /** Once a bar in which the voice has played, and when it is forgotten. */
  remembered(remembered: Remembered): void;
  /** Once a bar that the voice has heard. */
  gained(gain: Gain): void;
}
