import type { Beats } from "../../../shared/time/units.ts";
import { type WrittenEvent, writeMidi } from "../../core/midi-file/write-midi.ts";
import { type MusicVoice, notesOf, type TakeMusic } from "./take-music.ts";

/** Ticks a quarter note: a 20th of a millisecond at 120 bpm, and whole for 16ths, triplets and quintuplets. */
export const TICKS_PER_BEAT = 9600;

/** General MIDI's drums. */
export const DRUM_CHANNEL = 10;

export const tickOf = (beat: Beats): number => Math.max(0, Math.round(beat * TICKS_PER_BEAT));

/**
 * A take as a Standard MIDI File of format 1: tempo, metres and markers in the first track, then a track for each of
 * `voices`. A tempo of the file is rounded to a microsecond a quarter note, as the format has it: beats are exact, and
 * seconds as far as that goes.
 */
export const midiOf = (music: TakeMusic, voices: readonly MusicVoice[]): Uint8Array => {
  const { time, markers, pitches } = music;
  const lead: WrittenEvent[] = [
    ...time.tempi.changes.map(({ beat, bpm }): WrittenEvent => ({ kind: "tempo", tick: tickOf(beat), bpm })),
    ...time.metres.map(({ beat, metre }): WrittenEvent => ({ kind: "metre", tick: tickOf(beat), metre })),
    ...markers.map(
      ({ beat, kind, text }): WrittenEvent => ({ kind: "marker", tick: tickOf(beat), text: `${kind}: ${text}` }),
    ),
  ];
  const tracks = voices.map(({ name }) => ({
    name,
    events: notesOf(music, name).map(({ beat, duration, drum, velocity }): WrittenEvent => {
      const tick = tickOf(beat);
      const ticks = Math.max(1, Math.round(duration * TICKS_PER_BEAT));
      return { kind: "note", tick, ticks, pitch: pitches[drum], velocity, channel: DRUM_CHANNEL };
    }),
  }));
  return writeMidi(TICKS_PER_BEAT, [{ name: music.name, events: lead }, ...tracks], tickOf(time.beats));
};
