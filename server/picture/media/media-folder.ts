import { basename } from "node:path";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Clip } from "../../../shared/protocol/media.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { WatchedFolder } from "../../core/files/watched-folder.ts";
import { mediaTypeOf } from "./media-file.ts";
import { StrangeFiles } from "./strange-files.ts";

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

/**
 * The user's own videos and images: the files of one folder, and what becomes of them. Folders in
 * it, links and new ones that still grow are passed over; files of other kinds are told of once.
 */
export class MediaFolder {
  readonly #options: MediaFolderOptions;
  readonly #folder: WatchedFolder;
  #files: readonly MediaFile[] = [];
  #paths: ReadonlyMap<string, string> = new Map();
  #found = "";
  #isFull = false;
  /** It was said that it is not there. */
  #isMissing = false;

  /** The files are other ones than before. */
  readonly changed: Signal<void>;

  constructor(options: MediaFolderOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    const { path, time } = options;
    const strange = new StrangeFiles((sentence) => this.#tell("warning", sentence));
    this.#folder = new WatchedFolder({
      path,
      wants: (entry) => {
        if (!entry.isFile()) return null;
        if (mediaTypeOf(entry.name) !== null) return "file";
        strange.saw(entry.name, path);
        return null;
      },
      most: MOST_FILES,
      changed: () => this.#sumUp(),
      cannotRead: (what, reason) => {
        const subject = what === path ? `The clips in ${path}` : `The clip ${JSON.stringify(basename(what))}`;
        this.#tell("warning", `${subject} cannot be read: ${reason}.`);
      },
      time,
    });
  }

  get path(): string {
    return this.#options.path;
  }

  get exists(): boolean {
    return this.#folder.exists;
  }

  /** In the order of their names. */
  get files(): readonly MediaFile[] {
    return this.#files;
  }

  /** Where the clip of that name lies; undefined where there is none. The name is as in `files`, in Unicode's form NFC. */
  pathOf(name: string): string | undefined {
    return this.#paths.get(name.normalize());
  }

  /** How many more there are that are not among `files`. */
  get left(): number {
    return this.#folder.left;
  }

  /** Looks for the first time, and then whenever something changes. Resolves after the first look. */
  async open(): Promise<void> {
    await this.#folder.look();
    if (this.exists) return;
    this.#isMissing = true;
    this.#tell("info", `No clips: put videos and images of your own into ${this.path}.`, this.path);
  }

  dispose(): void {
    this.#folder.dispose();
  }

  #sumUp(): void {
    // By name: two that look the same are one.
    const paths = new Map([...this.#folder.files.keys()].map((path) => [basename(path).normalize(), path]));
    const files = [...paths].flatMap(([name, path]): MediaFile[] => {
      const type = mediaTypeOf(name);
      const { size, changed } = this.#folder.files.get(path)!;
      return type === null || size === 0 ? [] : [{ name, kind: type.kind, size, changed: Math.round(changed) }];
    });
    this.#paths = paths;
    this.#files = files.sort((one, other) => (one.name < other.name ? -1 : 1));
    if (this.#isMissing && this.#files.length > 0) {
      this.#isMissing = false;
      this.#tell("info", `Clips are taken from ${this.path}.`, this.path);
    }
    if (this.left > 0 && !this.#isFull) {
      this.#isFull = true;
      this.#tell(
        "warning",
        `${this.path} holds ${MOST_FILES + this.left} clips; the first ${MOST_FILES} by name are used. Keep those of this show in a folder of their own, and name it in the show as "media".`,
      );
    }
    const found = JSON.stringify([this.exists, this.left, this.#files]);
    if (found === this.#found) return;
    this.#found = found;
    this.changed.emit();
  }

  #tell(level: "info" | "warning", text: string, about?: string): void {
    this.#options.report({ room: "media", level, text, ...(about === undefined ? {} : { about }) });
  }
}
