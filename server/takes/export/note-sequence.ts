import { createRequire } from "node:module";
import { beats } from "../../../shared/time/units.ts";
import { DRUM_CHANNEL, TICKS_PER_BEAT } from "./midi.ts";
import type { MusicVoice, TakeMusic } from "./take-music.ts";

/** Magenta's protobuf, which is packed for `require` alone. */
const protobuf = (): typeof import("@magenta/music/node/protobuf.js") =>
  createRequire(import.meta.url)("@magenta/music/node/protobuf");

/**
 * A take as a NoteSequence of Magenta, in seconds, encoded as protobuf. Each voice is a part and an instrument; all are
 * drums. Markers are annotations.
 */
export const noteSequenceOf = (music: TakeMusic, voices: readonly MusicVoice[]): Uint8Array => {
  const { NoteSequence } = protobuf();
  const { name, time, pitches } = music;
  const parts = new Map(voices.map((voice, part) => [voice.name, part]));
  const sequence = NoteSequence.create({
    id: name,
    filename: name,
    ticksPerQuarter: TICKS_PER_BEAT,
    totalTime: time.seconds,
    tempos: time.tempi.changes.map(({ seconds, bpm }) => ({ time: seconds, qpm: bpm })),
    timeSignatures: time.metres.map(({ beat, metre }) => ({ time: time.tempi.toSeconds(beat), ...metre })),
    partInfos: voices.map((voice, part) => ({ part, name: voice.name })),
    textAnnotations: music.markers.map(({ seconds, kind, text }) => ({ time: seconds, text: `${kind}: ${text}` })),
    notes: music.notes.flatMap(({ voice, drum, velocity, seconds, beat, duration }) => {
      const part = parts.get(voice);
      if (part === undefined) return [];
      const endTime = seconds + time.tempi.toSeconds(beats(beat + duration)) - time.tempi.toSeconds(beat);
      const note = { pitch: pitches[drum], velocity, startTime: seconds, endTime };
      return [{ ...note, isDrum: true, program: 0, instrument: instrumentOf(part), part }];
    }),
  });
  return NoteSequence.encode(sequence).finish();
};

/** note-seq and magenta-js tell drums by `isDrum`; instruments part them, and General MIDI's drums come first. */
const instrumentOf = (part: number): number => DRUM_CHANNEL - 1 + part;
