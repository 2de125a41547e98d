import { DRUM_PITCH } from "../../../shared/music/drums.ts";
import type { MidiSong } from "../../core/midi-file/read-midi.ts";
import { DRUM_CHANNEL, TICKS_PER_BEAT, tickOf } from "./midi.ts";
import type { TakeMusic } from "./take-music.ts";

/** What the live voices of a take played, as the song of a MIDI file would have it; drums by General MIDI's pitches. */
export const liveSongOf = ({ notes, time }: TakeMusic): MidiSong => ({
  ticksPerBeat: TICKS_PER_BEAT,
  hits: notes
    .filter(({ live }) => live)
    .map(({ beat, drum, velocity }) => ({
      tick: tickOf(beat),
      pitch: DRUM_PITCH[drum],
      velocity,
      channel: DRUM_CHANNEL,
      track: 0,
    })),
  tempi: time.tempi.changes.map(({ beat, bpm }) => ({ tick: tickOf(beat), bpm })),
  metres: time.metres.map(({ beat, metre }) => ({ tick: tickOf(beat), metre })),
  trackNames: [""],
  broken: 0,
  clamped: 0,
  passedOver: [],
});
