import type { Note, PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import type { Director } from "./director.ts";

/** What comes out of a band. */
export interface BandEvents {
  live(note: Note): void;
  plan(notes: readonly PlannedNote[]): void;
  revoke(noteIds: readonly number[]): void;
  gauge(voice: VoiceName, density: number, surprise: number | null): void;
}

/** The same output with the director listening in; it hears everything after the music has left. @realtime yes */
export const withDirector = (output: BandEvents, director: Director): BandEvents => ({
  live: (note) => {
    output.live(note);
    director.note(note);
  },
  plan: (notes) => {
    output.plan(notes);
    for (const note of notes) director.note(note);
  },
  revoke: (noteIds) => {
    output.revoke(noteIds);
    director.revoke(noteIds);
  },
  gauge: (voice, density, surprise) => {
    output.gauge(voice, density, surprise);
    director.gauge(voice, surprise);
  },
});
