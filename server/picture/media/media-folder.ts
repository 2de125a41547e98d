import { type FSWatcher, watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Clip } from "../../../shared/protocol/media.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { mediaTypeOf } from "./media-file.ts";

/** A clip as it lies in the folder. */
export type MediaFile = Pick<Clip, "name" | "kind" | "size" | "changed">;

export interface MediaFolderOptions {
  /** The folder; it need not exist. */
  readonly path: string;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** More files than these are not looked at: nobody could choose among them. */
const MOST_FILES = 500;
/** How often the folder is looked at all the same: not every disk tells of changes. */
const LOOK_EVERY_MS = 5000;
/** After a change, until it is looked: files come in many writes. */
const SETTLE_MS = 400;

/**
 * The user's own videos and images: the files of one folder, and what becomes of them. Folders in
 * it, links, and files of other kinds are passed over.
 */
export class MediaFolder {
  readonly #options: MediaFolderOptions;
  #files: readonly MediaFile[] = [];
  #left = 0;
  #exists = false;
  /** What the last look found, for a file is not there before it has stopped growing. */
  #seen: ReadonlyMap<string, MediaFile> | null = null;
  #told = new Set<string>();
  #watcher: FSWatcher | null = null;
  #looking = false;
  #cancelLook: () => void = () => {};
  #disposed = false;

  /** The files are other ones than before. */
  readonly changed: Signal<void>;

  constructor(options: MediaFolderOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
  }

  get path(): string {
    return this.#options.path;
  }

  get exists(): boolean {
    return this.#exists;
  }

  /** In the order of their names. */
  get files(): readonly MediaFile[] {
    return this.#files;
  }

  /** How many more there are that are not among `files`. */
  get left(): number {
    return this.#left;
  }

  /** Looks for the first time, and then whenever something changes. Resolves after the first look. */
  async open(): Promise<void> {
    await this.#look();
    const { path, report } = this.#options;
    if (!this.#exists)
      report({ room: "media", level: "info", text: `No clips: put videos and images of your own into ${path}.` });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelLook();
    this.#watcher?.close();
    this.#watcher = null;
  }

  #lookIn(length: number): void {
    if (this.#disposed) return;
    const { time } = this.#options;
    this.#cancelLook();
    this.#cancelLook = time.wake(ms(time.now() + length), () => void this.#look());
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#disposed) return;
    this.#looking = true;
    const found = await this.#read();
    this.#looking = false;
    if (this.#disposed) return;
    this.#watch();
    const seen = this.#seen;
    const settled = found.filter((file) => seen === null || sameFile(seen.get(file.name), file));
    const growing = settled.length < found.length;
    this.#seen = new Map(found.map((file) => [file.name, file]));
    this.#lookIn(growing ? SETTLE_MS : LOOK_EVERY_MS);
    const old = this.#files;
    const isSame = old.length === settled.length && old.every((file, i) => sameFile(file, settled[i]));
    if (isSame && seen !== null) return;
    this.#files = settled;
    this.changed.emit();
  }

  async #read(): Promise<readonly MediaFile[]> {
    const { path } = this.#options;
    let names: string[];
    try {
      names = await readdir(path);
      this.#exists = true;
    } catch (error) {
      this.#exists = false;
      this.#left = 0;
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        this.#tell(path, `The clips in ${path} cannot be read: ${reasonOf(error)}.`);
      return [];
    }
    const clips = names.filter((name) => mediaTypeOf(name) !== null).sort();
    this.#left = Math.max(0, clips.length - MOST_FILES);
    if (this.#left > 0)
      this.#tell(
        `${path} is full`,
        `${path} holds ${clips.length} clips; the first ${MOST_FILES} by name are used. Keep those of this show in a folder of their own, and name it in the show as "media".`,
      );
    const files = await Promise.all(clips.slice(0, MOST_FILES).map((name) => this.#file(name)));
    return files.filter((file) => file !== null);
  }

  async #file(name: string): Promise<MediaFile | null> {
    const type = mediaTypeOf(name);
    if (type === null) return null;
    try {
      const { size, mtimeMs, isFile } = await statOf(join(this.#options.path, name));
      if (isFile && size > 0) return { name, kind: type.kind, size, changed: Math.round(mtimeMs) };
    } catch (error) {
      // It may have gone since the folder was read.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        this.#tell(name, `The clip ${JSON.stringify(name)} cannot be read: ${reasonOf(error)}.`);
    }
    return null;
  }

  #watch(): void {
    if (!this.#exists) {
      this.#watcher?.close();
      this.#watcher = null;
    } else if (this.#watcher === null) {
      try {
        this.#watcher = watch(this.#options.path, { persistent: false }, () => this.#lookIn(SETTLE_MS));
        this.#watcher.on("error", () => {
          this.#watcher?.close();
          this.#watcher = null;
        });
      } catch {
        // Then it is looked at from time to time.
      }
    }
  }

  /** Each thing is told once: the folder is looked at again and again. */
  #tell(what: string, text: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#options.report({ room: "media", level: "warning", text });
  }
}

const statOf = async (path: string): Promise<{ size: number; mtimeMs: number; isFile: boolean }> => {
  const stat = await lstat(path);
  return { size: stat.size, mtimeMs: stat.mtimeMs, isFile: stat.isFile() };
};

const sameFile = (one: MediaFile | undefined, other: MediaFile | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.name === other.name &&
  one.size === other.size &&
  one.changed === other.changed;
