import type { Note } from "../../../shared/music/note.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { beats, type Ms, ms } from "../../../shared/time/units.ts";

/**
 * When the note ends by the timeline in force: a planned note where its beat and duration say, a
 * live one its duration after it was played, wherever the beat is by now.
 * @realtime yes
 */
export const noteEnd = (note: Note, timeline: Timeline): Ms =>
  note.live ? ms(note.at + note.duration * timeline.msPerBeat) : timeline.toMs(beats(note.beat + note.duration));
