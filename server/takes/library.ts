import { readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { reasonOf } from "../../shared/events/report.ts";
import { FILM_KINDS } from "../../shared/protocol/film.ts";
import type { TakeEntry } from "../../shared/protocol/takes.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { WatchedFolder } from "../core/files/watched-folder.ts";
import { readHeader } from "./read-take.ts";
import { HEADER_FILE, type TakeHeader } from "./take-header.ts";

/** Where takes lie that were deleted, until they go for good. */
export const DELETED_FOLDER = ".deleted";

/** The picture of a take, in its folder. */
export const THUMBNAIL_FILE = "thumbnail.png";

/** What is found in a folder of takes. */
export interface Shelf {
  /** The newest first. */
  readonly takes: readonly TakeEntry[];
  readonly deleted: readonly string[];
}

/** The takes in a folder, kept up to date, whoever puts them there. Not for a thread that plays: it reads every header. */
export class Library {
  readonly #folder: string;
  readonly #tell: (shelf: Shelf) => void;
  readonly #watched: WatchedFolder;
  /** By the header's path, with when that was written. */
  #known: ReadonlyMap<string, { readonly changed: number; readonly entry: TakeEntry }> = new Map();

  constructor(folder: string, tell: (shelf: Shelf) => void, time: TimeSource) {
    this.#folder = folder;
    this.#tell = tell;
    this.#watched = new WatchedFolder({
      path: folder,
      wants: (entry) => {
        if (entry.parentPath !== folder) return isKnown(entry.name) ? "file" : null;
        return entry.isDirectory() && !entry.name.startsWith(".") ? "folder" : null;
      },
      changed: () => this.#read(),
      // Whoever writes there says it.
      cannotRead: () => {},
      time,
    });
  }

  /** Looks now; resolves when everybody is told. */
  look(): Promise<void> {
    return this.#watched.look();
  }

  dispose(): void {
    this.#watched.dispose();
  }

  async #read(): Promise<void> {
    const found = new Map<string, { readonly changed: number; readonly entry: TakeEntry }>();
    for (const [path, { changed }] of this.#watched.files) {
      if (basename(path) !== HEADER_FILE) continue;
      const known = this.#known.get(path);
      found.set(path, known?.changed === changed ? known : { changed, entry: await entryOf(dirname(path)) });
    }
    this.#known = found;
    const takes = [...found].map(([path, { entry }]) => this.#withPictures(dirname(path), entry)).sort(newestFirst);
    this.#tell({ takes, deleted: await deletedIn(this.#folder) });
  }

  #withPictures(folder: string, entry: TakeEntry): TakeEntry {
    if (entry.fault !== null) return entry;
    const films: string[] = [];
    for (const path of this.#watched.files.keys())
      if (dirname(path) === folder && isFilm(basename(path))) films.push(basename(path));
    const changed = this.#watched.files.get(join(folder, THUMBNAIL_FILE))?.changed;
    const address = `/takes/${encodeURIComponent(entry.name)}/thumbnail?${changed === undefined ? "" : Math.round(changed)}`;
    return { ...entry, films, thumbnail: entry.seconds === null ? null : address };
  }
}

/** Whether a film is called so. */
export const isFilm = (name: string): boolean =>
  !name.startsWith(".") && FILM_KINDS.some((kind) => extname(name) === `.${kind}`);

/** What a browser knows it by. */
export const filmType = (name: string): string =>
  extname(name) === ".mkv" ? "video/x-matroska" : `video/${extname(name).slice(1)}`;

const isKnown = (name: string): boolean => name === HEADER_FILE || name === THUMBNAIL_FILE || isFilm(name);

const newestFirst = (one: TakeEntry, other: TakeEntry): number =>
  other.began.localeCompare(one.began) || one.name.localeCompare(other.name);

/** The takes in a folder now, the newest first. Rejects when that cannot be read; one that is not there has none. */
export const takesIn = async (folder: string): Promise<readonly TakeEntry[]> => {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new Error(`${folder} cannot be read: ${reasonOf(error)}.`);
  });
  const names = found.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  return (await Promise.all(names.map((name) => entryOf(join(folder, name))))).sort(newestFirst);
};

const deletedIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(folder, DELETED_FOLDER)).catch(() => [])).sort();

const entryOf = async (folder: string): Promise<TakeEntry> => {
  try {
    return entryBy(basename(folder), await readHeader(folder));
  } catch (error) {
    return { ...NOTHING, name: basename(folder), fault: reasonOf(error) };
  }
};

const NOTHING: Omit<TakeEntry, "name"> = {
  began: "",
  seconds: null,
  tempo: null,
  notes: 0,
  hits: 0,
  marks: [],
  bytes: 0,
  whole: false,
  films: [],
  thumbnail: null,
  fault: null,
};

const entryBy = (name: string, header: TakeHeader): TakeEntry => {
  const { began, from, to, tempi, counts, marks, bytes, whole } = header;
  return {
    name,
    began,
    seconds: to === null ? null : secondsOf(to - from),
    tempo: tempi[0]?.tempo ?? null,
    notes: counts.notes,
    hits: counts.hits,
    marks: marks.map(({ at, words }) => ({ at: secondsOf(at - from), words })),
    bytes,
    whole,
    films: [],
    thumbnail: null,
    fault: null,
  };
};

const secondsOf = (length: number): number => Math.round(length) / 1000;
