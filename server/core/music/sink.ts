import type { Cue } from "../../../shared/music/cue.ts";
import type { Note, VoiceName } from "../../../shared/music/note.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Beats, Ms } from "../../../shared/time/units.ts";

/** Everything that happens, with its moment on the server's axis. */
export type PerformanceEvent =
  | { readonly kind: "note"; readonly at: Ms; readonly note: Note }
  | { readonly kind: "cue"; readonly at: Ms; readonly cue: Cue }
  /** A quarter note counted from its bar line, so that every bar line is one; `bar` counts from 0. Sent ahead like generated notes. */
  | { readonly kind: "beat"; readonly at: Ms; readonly beat: Beats; readonly bar: number }
  /**
   * The transport starts, stops, or changes tempo or metre from `at` on; told as soon as it is
   * known, `at` may be ahead. A stop ends every sounding note at `at`. Every sink is told once
   * before anything else. `jumped`: beats before `at` do not go on in the beats after it.
   */
  | {
      readonly kind: "transport";
      readonly at: Ms;
      readonly playing: boolean;
      readonly timeline: Timeline;
      readonly metre: Metre;
      readonly jumped: boolean;
      /** Where it stands while it does not play. */
      readonly rest?: Beats;
    }
  /** How one voice is doing, once a step it hears or plays: density 0..1 over the last bar, surprise in nats. */
  | {
      readonly kind: "gauge";
      readonly at: Ms;
      readonly voice: VoiceName;
      readonly density: number;
      readonly surprise: number | null;
    };

export type TransportEvent = Extract<PerformanceEvent, { kind: "transport" }>;

/**
 * Where events go: MIDI ports, OSC targets, stages, the running take. A sink lands each event at
 * its `at` in its own way. It reports what fails, heals by itself and never throws.
 */
export interface Sink {
  /** What it is, for people: `OSC 127.0.0.1:7000`. */
  readonly name: string;
  /** How long before `at` the sink wants an event that is known ahead. */
  readonly lookahead: Ms;
  /**
   * The sink re-times everything it holds by its beat as soon as it is sent a new timeline.
   * Otherwise (the default) the planner sends what has not landed again with its new moment.
   */
  readonly retimes?: boolean;
  /**
   * Takes an event; `at` in the past means now. A note (by its id), a cue (by its id) or a beat that
   * was sent before and has not landed moves to the new `at`; if it has landed, nothing happens.
   * @realtime yes
   */
  send(event: PerformanceEvent): void;
  /** Takes back notes that have not sounded yet, by id; ids already sounded or unknown are ignored. */
  revoke(noteIds: readonly number[]): void;
  /** Ends every sounding note now and forgets every event not yet landed. */
  panic(): void;
  /** Ends every sounding note, then releases everything. Calling it twice is harmless. */
  dispose(): Promise<void>;
}
