import { TAKE_FILES } from "../../../shared/protocol/take-files.ts";
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
  midi: { about: TAKE_FILES.midi.about, isText: false, write: midiOf },
  csv: { about: TAKE_FILES.csv.about, isText: true, write: csvOf },
  jsonl: { about: TAKE_FILES.jsonl.about, isText: true, write: jsonLinesOf },
  notes: { about: TAKE_FILES.notes.about, isText: false, write: noteSequenceOf },
  dawproject: { about: TAKE_FILES.dawproject.about, isText: false, write: dawProjectOf },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
