import type { Beats, Ms } from "../time/units.ts";
import type { Drum } from "./drums.ts";

/** The name a voice has in the show: "drummer", "model1", "model2", "video", ... */
export type VoiceName = string;

/** Somebody's hit on a live instrument, before the band knows of it. */
export interface Hit {
  readonly drum: Drum;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** When it was played, on the server's axis; a machine's hit (a file, the demo drummer) may be up to 5 ms ahead. */
  readonly at: Ms;
}

/** One note of one voice, live or generated: what every sink receives. */
export interface Note {
  /** Unique in a run and increasing. */
  readonly id: number;
  readonly voice: VoiceName;
  readonly drum: Drum;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Where it sounds on the transport's axis, micro-timing included. Stays true when the tempo changes. */
  readonly beat: Beats;
  /** How long until its note-off. */
  readonly duration: Beats;
  /** When it is due on the server's axis by the timeline in force when it was sent. Past for live notes, but for a machine's, see Hit. */
  readonly at: Ms;
  /** -log p, in nats, of the step it belongs to under the model that played it; null for live notes. */
  readonly surprise: number | null;
  /** Played by a person (or a file) and already sounding; otherwise decided ahead of its moment. */
  readonly live: boolean;
}

/** A note decided ahead of its moment: its `at` follows from its beat and the timeline in force. */
export type PlannedNote = Omit<Note, "at">;
