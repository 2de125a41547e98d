import { dawProjectOf } from "./daw-project.ts";
import { midiOf } from "./midi.ts";
import { noteSequenceOf } from "./note-sequence.ts";
import { csvOf, jsonLinesOf } from "./tables.ts";
import type { MusicVoice, TakeMusic } from "./take-music.ts";

/** What a take is written as: text, or bytes. `program` is the version of this program. */
type Writer = (music: TakeMusic, voices: readonly MusicVoice[], program: string) => string | Uint8Array;

/** A kind of file that a take is exported as. */
export interface Format {
  readonly about: string;
  /** Text, which can go to standard output. */
  readonly isText: boolean;
  readonly write: Writer;
}

/** By the option that asks for it. */
export const FORMATS = {
  midi: { about: "Standard MIDI File: a track a voice, tempi, metres, markers", isText: false, write: midiOf },
  csv: { about: "table of notes and markers, for spreadsheets", isText: true, write: csvOf },
  jsonl: { about: "the same as JSON Lines, with tempi and metres", isText: true, write: jsonLinesOf },
  notes: { about: "NoteSequence of Magenta, as protobuf", isText: false, write: noteSequenceOf },
  dawproject: { about: "DAWproject, for Bitwig Studio, Cubase, Studio One", isText: false, write: dawProjectOf },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
