import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { reasonOf } from "../../../../shared/events/report.ts";
import { COMMON_TIME, isSameMetre, stepsPerBar } from "../../../../shared/time/metre.ts";
import { unicodeText } from "../../../core/files/unicode-text.ts";
import { passedOverClause } from "../../../core/midi-file/passed-over.ts";
import { type MidiSong, readMidi } from "../../../core/midi-file/read-midi.ts";
import { PITCH_TABLES, PitchMap } from "../../../core/music/pitch-table.ts";
import { liveSongOf } from "../../../takes/export/live-song.ts";
import { readMusic } from "../../../takes/export/read-music.ts";
import { openTake } from "../../../takes/read-take.ts";
import { HEADER_FILE } from "../../../takes/take-header.ts";
import { TrainingError } from "../training-error.ts";
import { cutPieces } from "./cut-pieces.ts";
import { findDrums } from "./find-drums.ts";
import { HIT_FIELDS, notesPrint, type Piece, patternsPrint } from "./piece.ts";
import { readWritten, WRITTEN } from "./read-written.ts";
import { type DatasetOptions, FileRecord } from "./record.ts";
import type { Placement } from "./split.ts";

/** A file or a take to read, and the name it has in the data. */
interface SourceFile {
  readonly path: string;
  readonly source: string;
}

/** Standard MIDI Files, and patterns written as text. */
const READABLE = /\.(midi?|smf|kar|rmi|drums)$/i;
const WRITTEN_FILE = /\.drums$/i;

/** What `FileRecord.found` says of a take: what its live voices played. */
const TAKE = "live voices";

/** Which pitches are which drum, and where in a file the drums are. */
interface ReadKit {
  readonly pitches: PitchMap;
  readonly channel: DatasetOptions["channel"];
}

/** A take has drums by their names, whatever kit they were played on. */
const LIVE_KIT: ReadKit = { pitches: new PitchMap(PITCH_TABLES["note-seq"]), channel: "any" };

/** Every readable file and take below the folders (or named itself), in the order of their names. Throws TrainingError. */
export const findSources = async (folders: readonly string[]): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    if (READABLE.test(folder)) {
      found.push({ path: folder, source: basename(folder) });
      continue;
    }
    if (isTake(folder)) {
      found.push({ path: folder, source: basename(resolve(folder)) });
      continue;
    }
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      throw new TrainingError(`${folder}: cannot be read (${reasonOf(error)}); name a folder with .mid files.`);
    });
    for (const entry of entries) {
      const take = relative(folder, entry.parentPath).replaceAll("\\", "/");
      if (entry.name === HEADER_FILE && !HIDDEN.test(take)) {
        found.push({ path: entry.parentPath, source: folders.length > 1 ? `${basename(folder)}/${take}` : take });
        continue;
      }
      // A link may lead nowhere: then reading it says so.
      if (!(entry.isFile() || entry.isSymbolicLink()) || !READABLE.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const inside = relative(folder, path).replaceAll("\\", "/");
      found.push({ path, source: folders.length > 1 ? `${basename(folder)}/${inside}` : inside });
    }
  }
  return found.sort((a, b) => (a.source < b.source ? -1 : 1));
};

/** What lies there is being recorded, or was deleted. */
const HIDDEN = /(^|\/)\./;

const isTake = (folder: string): boolean => existsSync(join(folder, HEADER_FILE));

/** Turns files into records, one after the other, and remembers what it has seen to find duplicates. */
export class Collector {
  readonly #options: DatasetOptions;
  readonly #kit: ReadKit;
  readonly #byNotes = new Map<string, FileRecord>();
  readonly #byPatterns = new Map<string, FileRecord>();

  constructor(options: DatasetOptions) {
    this.#options = options;
    this.#kit = { pitches: new PitchMap(PITCH_TABLES[options.pitches], options.overrides), channel: options.channel };
  }

  /** Takes note of a record that an earlier run has made. */
  remember(record: FileRecord): void {
    if (record.pieces.length === 0) return;
    const notes = notesPrint(record.pieces);
    if (!this.#byNotes.has(notes)) this.#byNotes.set(notes, record);
    const patterns = patternsPrint(record.pieces);
    if (!this.#byPatterns.has(patterns)) this.#byPatterns.set(patterns, record);
  }

  /**
   * Never throws: a file that cannot be used is a record that says why. Every record passes the check that
   * a data file is read with, so that no file spoils the set.
   */
  async collect(file: SourceFile, placement: Placement | string): Promise<FileRecord> {
    const record = checked(await this.#read(file, placement));
    this.remember(record);
    return record;
  }

  async #read({ path, source }: SourceFile, placement: Placement | string): Promise<FileRecord> {
    if (typeof placement === "string") return unusedRecord(source, { split: "train", tags: {} }, placement);
    try {
      const record = await this.#recordOf(path, source, placement);
      return record.unused === null ? this.#marked(record) : record;
    } catch (error) {
      return unusedRecord(source, placement, reasonOf(error));
    }
  }

  async #recordOf(path: string, source: string, placement: Placement): Promise<FileRecord> {
    if (isTake(path)) {
      const record = this.#played(source, placement, liveSongOf(await readMusic(await openTake(path))), LIVE_KIT);
      return { ...record, found: record.found === "" ? "" : TAKE };
    }
    if (WRITTEN_FILE.test(path)) return this.#written(source, placement, unicodeText(await readFile(path), "it"));
    return this.#played(source, placement, readMidi(await readFile(path)));
  }

  #written(source: string, placement: Placement, text: string): FileRecord {
    const piece = readWritten(text, this.#options.loops === "tile");
    const record = unusedRecord(source, placement, "", { used: hitsIn([piece]) });
    return { ...record, found: WRITTEN, pieces: [piece], unused: null };
  }

  #played(source: string, placement: Placement, song: MidiSong, { pitches, channel } = this.#kit): FileRecord {
    const all = song.hits.length;
    const { broken, clamped } = song;
    const passedOver = song.passedOver.map(({ what, which }) => ({ what, which: [...which] }));
    const unused = (why: string, notes: Partial<FileRecord["notes"]> = {}, struck = {}): FileRecord => ({
      ...unusedRecord(source, placement, why, { broken, clamped, ...notes }),
      struck,
      passedOver,
    });
    if (all === 0)
      return unused(passedOver.length === 0 ? "it has no notes" : `it has no notes; ${passedOverClause(passedOver)}`);
    const drums = findDrums(song, channel, pitches);
    if (drums === undefined) return unused("no drums found: try --channel any", { elsewhere: all });
    const cut = cutPieces(song, drums.hits, pitches, this.#options.loops === "tile");
    const notes = { merged: cut.merged, unknown: cut.unknown, elsewhere: all - drums.hits.length };
    if (cut.pieces.length === 0) return unused("none of its notes is a drum of the pitch table", notes, cut.struck);
    const pieces = cut.pieces.filter((piece) => this.#isWanted(piece));
    const others = cut.pieces.filter((piece) => !this.#isWanted(piece));
    const elsewhere = notes.elsewhere + hitsIn(others);
    if (pieces.length === 0) return unused("not in 4/4: see --metre any", { ...notes, elsewhere }, cut.struck);
    return {
      ...unused("", { ...notes, used: hitsIn(pieces), elsewhere }, cut.struck),
      found: drums.where,
      silentBars: cut.silentBars,
      pieces,
      otherMetreBars: others.reduce((sum, piece) => sum + piece.steps / stepsPerBar(piece.metre), 0),
      unused: null,
    };
  }

  #isWanted({ metre }: Piece): boolean {
    return this.#options.metre === "any" || isSameMetre(metre, COMMON_TIME);
  }

  /** Says of which earlier file it is a duplicate, and drops it if that is wanted. */
  #marked(record: FileRecord): FileRecord {
    const same = this.#byNotes.get(notesPrint(record.pieces));
    const alike = same ?? this.#byPatterns.get(patternsPrint(record.pieces));
    if (alike === undefined) return record;
    const duplicate = { of: alike.source, exact: same !== undefined };
    // A split by chance must not put what is the same into training and test.
    const split = this.#options.table === null ? alike.split : record.split;
    if (same === undefined || this.#options.duplicates === "keep") return { ...record, split, duplicate };
    return { ...record, split, duplicate, pieces: [], unused: `the same notes as ${same.source}` };
  }
}

/** The record itself, or that of a file not used, where a reader of the data would refuse it. */
const checked = (record: FileRecord): FileRecord => {
  const { error } = FileRecord.safeParse(record);
  if (error === undefined) return record;
  const issue = error.issues[0];
  const why = `it cannot be written: ${issue?.path.join(".")}: ${issue?.message}`;
  return unusedRecord(record.source, { split: record.split, tags: {} }, why);
};

const unusedRecord = (
  source: string,
  { split, tags }: Placement,
  why: string,
  notes: Partial<FileRecord["notes"]> = {},
): FileRecord => ({
  source,
  split,
  tags,
  found: "",
  notes: { used: 0, merged: 0, unknown: 0, elsewhere: 0, broken: 0, clamped: 0, ...notes },
  struck: {},
  passedOver: [],
  silentBars: 0,
  pieces: [],
  otherMetreBars: 0,
  unused: why,
  duplicate: null,
});

const hitsIn = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { hits }) => sum + hits.length / HIT_FIELDS, 0);
