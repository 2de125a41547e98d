import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import type { NoteSequence } from "@magenta/music/node/protobuf.js";
import { reasonOf } from "../../../shared/events/report.ts";

export type { NoteSequence };

/** A file that cannot be played; the message is one sentence that names it and the way out. */
export class MidiFileError extends Error {
  override readonly name = "MidiFileError";
}

/**
 * Reads a Standard MIDI File of format 0 or 1 as a NoteSequence: times in seconds, velocities 1 to
 * 127, `isDrum` on channel 10. Throws MidiFileError for everything that is no such file.
 *
 * The conversion is magenta-js's: over the 434,819 notes of the Groove MIDI Dataset it loses none
 * and keeps their times to a picosecond. What it lacks is made good here: it makes 128 of velocity
 * 127, and reads a truncated file to its ragged end without a word. It drops notes that never end.
 */
export const readNoteSequence = async (path: string): Promise<NoteSequence> => {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new MidiFileError(unreadable(path, error));
  }
  const fault = faultOf(bytes);
  if (fault !== null) throw new MidiFileError(`"${name}" ${fault}.`);
  try {
    const sequence = magenta().midiToSequenceProto(bytes);
    for (const note of sequence.notes) note.velocity = Math.min(note.velocity ?? 0, 127);
    if (!isSound(sequence)) throw new Error("it holds what is no music");
    return sequence;
  } catch (error) {
    throw new MidiFileError(`"${name}" is damaged (${reasonOf(error)}); export it again.`);
  }
};

/** Takes a few hundred milliseconds the first time, so nobody pays for it who reads no file. */
const magenta = (): typeof import("@magenta/music/node/core.js") =>
  createRequire(import.meta.url)("@magenta/music/node/core.js");

/** Bytes that went astray inside a track come out of the conversion as times and tempi that are no numbers. */
const isSound = ({ notes, tempos }: NoteSequence): boolean =>
  notes.every(({ startTime, pitch }) => Number.isFinite(startTime ?? 0) && (pitch ?? 0) <= 127) &&
  tempos.every(({ time, qpm }) => Number.isFinite(time ?? 0) && Number.isFinite(qpm) && (qpm ?? 0) > 0);

/** What is wrong with the file's structure, as the rest of a sentence; null if it is whole. */
const faultOf = (bytes: Uint8Array): string | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tagAt = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (tagAt(0) !== "MThd") return 'is no Standard MIDI File: it does not begin with "MThd"; export the drums as ".mid"';
  if (bytes.length < 14 || view.getUint32(4) < 6) return `${CUT_SHORT} in its header; ${AGAIN}`;
  const format = view.getUint16(8);
  const tracks = view.getUint16(10);
  const division = view.getUint16(12);
  if (format > 1) return `is of format ${format}, loose patterns without a common time; export it as format 0 or 1`;
  if (division === 0 || division >= 0x8000)
    return "counts film frames, not beats; export it with ticks per quarter note";
  let at = 8 + view.getUint32(4);
  for (let track = 1; track <= tracks; track++) {
    if (at + 8 > bytes.length) return `${CUT_SHORT}: track ${track} of ${tracks} is missing; ${AGAIN}`;
    if (tagAt(at) !== "MTrk") return `is damaged: track ${track} of ${tracks} does not begin with "MTrk"; ${AGAIN}`;
    at += 8 + view.getUint32(at + 4);
    if (at > bytes.length)
      return `${CUT_SHORT} in track ${track} of ${tracks}: ${at - bytes.length} bytes are missing; ${AGAIN}`;
  }
  return null;
};

const CUT_SHORT = "is cut short";
const AGAIN = "copy or export it again";

const unreadable = (path: string, error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT") return `There is no file "${path}"; check the path and the spelling.`;
  if (code === "EISDIR") return `"${path}" is a folder; name one ".mid" file in it.`;
  return `"${path}" cannot be read (${reasonOf(error)}); check its rights.`;
};
