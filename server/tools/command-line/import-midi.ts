import { randomInt } from "node:crypto";
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { ms } from "../../../shared/time/units.ts";
import { projectFolder, projectVersion } from "../../core/files/project-folder.ts";
import { passedOverClause } from "../../core/midi-file/passed-over.ts";
import { type MidiSong, readMidi } from "../../core/midi-file/read-midi.ts";
import { PITCH_TABLES, PitchMap } from "../../core/music/pitch-table.ts";
import { loadShow } from "../../core/show/show-file.ts";
import { songRecords } from "../../takes/import/song-records.ts";
import { writeTake } from "../../takes/import/write-take.ts";
import { newHeader } from "../../takes/take-header.ts";
import { findDrums } from "../training/dataset/find-drums.ts";
import type { DatasetOptions } from "../training/dataset/record.ts";

interface MidiImport {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The take's folder, which is not there yet. */
  readonly out: string;
  /** The show's file; null for the default show. */
  readonly show: string | null;
  readonly kit: Pick<DatasetOptions, "pitches" | "overrides">;
}

interface ImportedTake {
  /** Which notes of the file were taken for drums. */
  readonly where: string;
  readonly remarks: readonly string[];
  readonly counts: { readonly hits: number; readonly seconds: number };
}

/** By its first bytes, or by its name where these are damaged. */
export const looksLikeMidi = (bytes: Uint8Array, file: string): boolean =>
  ["MThd", "RIFF"].includes(String.fromCharCode(...bytes.subarray(0, 4))) || /\.(midi?|smf|kar|rmi)$/i.test(file);

/**
 * Makes a take of a MIDI file, as if the show's first live voice had played its drums. Rejects with one sentence, and
 * leaves what is there.
 */
export const importMidi = async ({ file, bytes, out, show: showFile, kit }: MidiImport): Promise<ImportedTake> => {
  const name = basename(file);
  const folder = resolve(out);
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined)
    throw new Error(`${out} is there already, and stays as it is; choose another folder.`);
  const song = songOf(bytes, name);
  const show = await loadShow(showFile, projectFolder);
  const voice = show.voices.find(({ kind }) => kind === "live")?.name;
  if (voice === undefined)
    throw new Error(
      `${showFile}: nobody plays live in this show, so nobody can play ${name}; name another with --show.`,
    );
  const pitches = new PitchMap(PITCH_TABLES[kit.pitches], kit.overrides);
  const drums = findDrums(song, "auto", pitches);
  if (drums === undefined)
    throw new Error(
      `${name} has no drums: nothing on channel 10 and no track that looks like drums; move them to channel 10.`,
    );
  const hits = drums.hits.flatMap(({ tick, pitch, velocity }) => {
    const drum = pitches.drumOf(pitch);
    return drum === undefined ? [] : [{ tick, drum, velocity }];
  });
  if (hits.length === 0)
    throw new Error(`${name}: none of its drums is in the table ${kit.pitches}; see --pitches and --map.`);
  const { records, to } = songRecords(song, hits, voice, `MIDI file "${name}"`);
  const { counts } = await writeTake(
    folder,
    newHeader({
      antiphon: projectVersion(),
      protocol: PROTOCOL_VERSION,
      show,
      showFile: showFile === null ? null : basename(showFile),
      seed: show.seed ?? randomInt(2 ** 32),
      run: randomInt(2 ** 32),
      began: new Date().toISOString(),
      from: ms(0),
      to,
      // Nobody has heard how the models would have begun.
      whole: false,
    }),
    records,
  );
  const elsewhere = song.hits.length - drums.hits.length;
  const unknown = drums.hits.length - hits.length;
  return {
    where: drums.where,
    remarks: [
      ...(elsewhere > 0
        ? [`${counted(elsewhere)} of ${name} left out: they are no drums (drums are on ${drums.where}).`]
        : []),
      ...(unknown > 0
        ? [`${counted(unknown)} of ${name} left out: no drum has their pitch; see --pitches and --map.`]
        : []),
      ...(song.passedOver.length > 0 ? [`${name}: ${passedOverClause(song.passedOver)}.`] : []),
    ],
    counts: { hits: counts.hits, seconds: Math.round(to / 100) / 10 },
  };
};

const counted = (notes: number): string => (notes === 1 ? "One note" : `${notes} notes`);

const songOf = (bytes: Uint8Array, name: string): MidiSong => {
  try {
    return readMidi(bytes);
  } catch (error) {
    throw new Error(`"${name}" cannot be read as MIDI: ${reasonOf(error)}.`);
  }
};
