import type { VoiceName } from "../../../shared/music/note.ts";
import type { Pattern } from "./pattern.ts";

/** Where in its bar a step is. */
export interface BarPlace {
  /** From 0. */
  readonly stepInBar: number;
  readonly stepsPerBar: number;
}

/** What is remembered of live voices, by name, beside the networks. Calls take effect in the order they are made. */
export interface Memories {
  /** A step that the voice has played; the steps of one voice come in order. @realtime yes */
  learn(voice: VoiceName, pattern: Pattern, place: BarPlace): void;
  forget(voice: VoiceName): void;
}
