import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { OscType } from "./osc-packet.ts";

/** What a rule's value follows. */
export type OscRuleSource =
  /** A note: its velocity, 0 to 1. */
  | "note"
  /** A voice's share of sounding steps over the last bar, 0 to 1, and its surprise in nats. */
  | "density"
  | "surprise"
  /** The quarter note in the bar, from 1; the bar, from 1; the way through the bar, 0 to 1. */
  | "beat"
  | "bar"
  | "phase"
  /** Quarter notes a minute; 1 while playing, otherwise 0. */
  | "tempo"
  | "playing"
  /** The scene's place in the list of scenes, from 0; the intensity, 0 to 1. */
  | "scene"
  | "intensity";

/** One address and what is sent to it. */
export interface OscRule {
  readonly source: OscRuleSource;
  /** `{voice}` and `{drum}` stand for the names of those that play. */
  readonly address: string;
  readonly type: OscType;
  /** Only notes and gauges of this voice. */
  readonly voice?: VoiceName;
  /** Only notes of this drum. */
  readonly drum?: Drum;
  /** Sent instead of the source's value: programs that are triggered want 1. */
  readonly value?: number;
  /** A state that is told again at every bar line, for receivers that were not there or lost a packet. */
  readonly refresh?: true;
  /** A note's value is followed by 0 after this many milliseconds; without it, at the note's end. */
  readonly holdMs?: number;
}

/** How one program wants to be told what happens: data, one file each in profiles/. */
export interface OscProfile {
  readonly name: string;
  readonly rules: readonly OscRule[];
}
