import type { Metre } from "../time/metre.ts";
import type { Timeline } from "../time/timeline.ts";
import type { Beats, Ms } from "../time/units.ts";
import type { Cue } from "./cue.ts";
import type { Note, VoiceName } from "./note.ts";

/** Everything that happens, with its moment on the server's axis. */
export type PerformanceEvent =
  | { readonly kind: "note"; readonly at: Ms; readonly note: Note }
  | { readonly kind: "cue"; readonly at: Ms; readonly cue: Cue }
  /** A quarter note of the transport; `bar` counts from 0. Sent ahead like generated notes. */
  | { readonly kind: "beat"; readonly at: Ms; readonly beat: Beats; readonly bar: number }
  /** The transport starts, stops, or changes tempo or metre from `at` on. */
  | {
      readonly kind: "transport";
      readonly at: Ms;
      readonly playing: boolean;
      readonly timeline: Timeline;
      readonly metre: Metre;
    }
  /** How one voice is doing, once a step it hears or plays: density 0..1 over the last bar, surprise in nats. */
  | {
      readonly kind: "gauge";
      readonly at: Ms;
      readonly voice: VoiceName;
      readonly density: number;
      readonly surprise: number | null;
    };

/**
 * Where events go: MIDI ports, OSC targets, stages, the running take. A sink lands each event at
 * its `at` in its own way. It reports what fails, heals by itself and never throws.
 */
export interface Sink {
  /** What it is, for people: `OSC 127.0.0.1:7000`. */
  readonly name: string;
  /** How long before `at` the sink wants an event that is known ahead. */
  readonly lookahead: Ms;
  /** Takes an event; `at` in the past means now. @realtime yes */
  send(event: PerformanceEvent): void;
  /** Takes back notes that have not sounded yet, by id; ids already sounded or unknown are ignored. */
  revoke(noteIds: readonly number[]): void;
  /** Ends every sounding note now and forgets every event not yet landed. */
  panic(): void;
  /** Ends every sounding note, then releases everything. Calling it twice is harmless. */
  dispose(): Promise<void>;
}
