import { type Dirent, type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";

// Why not chokidar: its version 5 (6 needs Node 22) opens a watcher for every file, which for 10,000 clips
// costs 1.4 s of processor time where a look costs 0.1 s; it never finds a folder whose parents come later,
// nor files in one that is made again with its parents; it does not try again what it may not read; and on
// disks that tell of no changes it sees nothing, unless it polls every file.

/** A file as it was when nobody was writing it. */
export interface WatchedFile {
  readonly size: number;
  /** When it was written, in milliseconds since 1970. */
  readonly changed: number;
}

export interface WatchedFolderOptions {
  /** It need not be there. */
  readonly path: string;
  /** What an entry is to us: a file to look at, a folder to look into, or nothing. */
  readonly wants: (entry: Dirent) => "file" | "folder" | null;
  /** No more files than these are looked at: the first by name. */
  readonly most?: number;
  /** How long a file stays the same that nobody writes any more, in milliseconds; 400 if not given. */
  readonly settle?: number;
  /** Told after the first look, and after each that found something else. The next look waits for it. */
  readonly changed: () => void | Promise<void>;
  /** Told once of what may not be read; it is tried again at every look. */
  readonly cannotRead: (path: string, reason: string) => void;
  readonly time: TimeSource;
}

/** How often it is looked, for not every disk tells of changes; more seldom where a look takes longer than this share. */
const EVERY_MS = 2000;
const SHARE = 0.02;

/** The files of a folder and of those in it, kept up to date by looking; what the disk tells of brings a look forward. */
export class WatchedFolder {
  readonly #options: WatchedFolderOptions & { readonly settle: number };
  readonly #files = new Map<string, WatchedFile>();
  /** What is being written, as it was at the last look. */
  #growing = new Map<string, WatchedFile>();
  #left = 0;
  #exists = false;
  /** All of it, as text; "" before the first look. */
  #found = "";
  #elsewhere: readonly string[] = [];
  readonly #refused = new Set<string>();
  readonly #watchers: FSWatcher[] = [];
  #looking = false;
  #nextAt = Number.POSITIVE_INFINITY;
  #cancelLook = (): void => {};
  #disposed = false;

  constructor(options: WatchedFolderOptions) {
    this.#options = { settle: 400, ...options };
  }

  /** By path. One that is replaced is here as it was until the new one has settled. */
  get files(): ReadonlyMap<string, WatchedFile> {
    return this.#files;
  }

  /** The paths of what is being written. */
  get growing(): readonly string[] {
    return [...this.#growing.keys()];
  }

  /** How many more files there are than may be looked at. */
  get left(): number {
    return this.#left;
  }

  get exists(): boolean {
    return this.#exists;
  }

  /** Looks now, and from then on by itself. Rejects only when `changed` does. */
  async look(): Promise<void> {
    if (this.#looking || this.#disposed) return;
    this.#looking = true;
    this.#nextAt = Number.POSITIVE_INFINITY;
    const { path, most, settle, changed, time } = this.#options;
    const beganAt = time.now();
    // Watchers are new at every look, before it reads: none stays behind on a folder that was replaced.
    this.#unwatch();
    const paths: string[] = [];
    this.#exists = await this.#list(path, paths);
    if (!this.#exists) this.#watch(dirname(path));
    const wanted = paths.sort().slice(0, most);
    this.#left = paths.length - wanted.length;
    this.#take(await this.#read([...wanted, ...this.#elsewhere]));
    if (this.#disposed) return this.#unwatch();
    const pause = Math.max(EVERY_MS, (time.now() - beganAt) / SHARE);
    const found = JSON.stringify([this.#exists, this.#left, this.growing, ...this.#files]);
    const isOther = found !== this.#found;
    this.#found = found;
    if (isOther) await changed();
    this.#looking = false;
    this.#lookBefore(time.now() + (this.#growing.size > 0 ? settle : pause));
  }

  /** Looks at these files too, wherever they lie, in place of those before. */
  async also(paths: Iterable<string>): Promise<void> {
    this.#elsewhere = [...paths].filter((path) => !path.startsWith(this.#options.path + sep));
    for (const [path, file] of await this.#read(this.#elsewhere)) this.#files.set(path, file);
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelLook();
    this.#unwatch();
  }

  #lookBefore(at: number): void {
    this.#nextAt = Math.min(this.#nextAt, at);
    if (this.#looking || this.#disposed) return;
    this.#cancelLook();
    this.#cancelLook = this.#options.time.wake(ms(this.#nextAt), () => void this.look());
  }

  /** Adds what is wanted of a folder; false where there is none. */
  async #list(folder: string, into: string[]): Promise<boolean> {
    this.#watch(folder);
    const entries = await this.#tried(folder, readdir(folder, { withFileTypes: true }));
    for (const entry of entries ?? []) {
      const kind = this.#options.wants(entry);
      if (kind === "file") into.push(join(folder, entry.name));
      else if (kind === "folder") await this.#list(join(folder, entry.name), into);
    }
    return entries !== null;
  }

  async #read(paths: readonly string[]): Promise<ReadonlyMap<string, WatchedFile>> {
    const read = new Map<string, WatchedFile>();
    const stats = await Promise.all(paths.map((path) => this.#tried(path, stat(path))));
    stats.forEach((found, i) => {
      if (found !== null) read.set(paths[i]!, { size: found.size, changed: found.mtimeMs });
    });
    return read;
  }

  #take(read: ReadonlyMap<string, WatchedFile>): void {
    const grew = this.#growing;
    this.#growing = new Map();
    for (const path of this.#files.keys()) if (!read.has(path)) this.#files.delete(path);
    for (const [path, file] of read) {
      if (this.#found === "" || isSame(file, grew.get(path))) this.#files.set(path, file);
      else if (!isSame(file, this.#files.get(path))) this.#growing.set(path, file);
    }
  }

  /** null for what is not there, or cannot be read. */
  async #tried<T>(path: string, reading: Promise<T>): Promise<T | null> {
    try {
      const read = await reading;
      this.#refused.delete(path);
      return read;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isThere = code !== "ENOENT" && (code !== "ENOTDIR" || path === this.#options.path);
      if (isThere && !this.#refused.has(path)) {
        this.#refused.add(path);
        this.#options.cannotRead(path, reasonOf(error));
      }
      return null;
    }
  }

  #watch(folder: string): void {
    try {
      const { time, settle } = this.#options;
      const hint = (): void => this.#lookBefore(time.now() + settle);
      this.#watchers.push(watch(folder, { persistent: false }, hint).on("error", () => {}));
    } catch {
      // Then it is looked at from time to time.
    }
  }

  #unwatch(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }
}

const isSame = (one: WatchedFile, other: WatchedFile | undefined): boolean =>
  one.size === other?.size && one.changed === other.changed;
