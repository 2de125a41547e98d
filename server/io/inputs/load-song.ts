import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { type MidiSong, readMidi } from "../../core/midi-file/read-midi.ts";

/** A file that cannot be played; the message is one sentence that names it and the way out. */
export class MidiFileError extends Error {
  override readonly name = "MidiFileError";
}

/** Reads a Standard MIDI File. Throws MidiFileError when it cannot be read or is none. */
export const loadSong = async (path: string): Promise<MidiSong> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new MidiFileError(unreadable(path, error));
  }
  try {
    return readMidi(bytes);
  } catch (error) {
    throw new MidiFileError(
      `"${basename(path)}" cannot be played: ${reasonOf(error)}; export the drums as ".mid" again.`,
    );
  }
};

const unreadable = (path: string, error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT") return `There is no file "${path}"; check the path and the spelling.`;
  if (code === "EISDIR") return `"${path}" is a folder; name one ".mid" file in it.`;
  return `"${path}" cannot be read (${reasonOf(error)}); check its rights.`;
};
