import { copyFile, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join, parse } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { parseJsonText } from "./json-text.ts";
import { unicodeText } from "./unicode-text.ts";
import { writeWhole } from "./write-whole.ts";

/** A knob that is turned, or a corner that is dragged, changes with every frame; the file need not. */
const WRITE_AFTER_MS = 400;
/** What could not be written is tried again after pauses that double from the first to the last of these. */
const AGAIN_MS = 500;
const AGAIN_AT_MOST_MS = 10_000;
/** A disk that hangs keeps nobody from ending. */
const END_WITHIN_MS = 700;
/** Nothing that is kept here comes near; larger ones are not ours. */
const LARGEST = 16 * 1024 * 1024;

interface KeptFileOptions {
  readonly path: string;
  /** The room that speaks in reports. */
  readonly room: string;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** Where something of a show is kept: beside it, under its name. */
export const keptPathOf = (showPath: string | null, what: string): string =>
  showPath === null ? `${what}.json` : join(dirname(showPath), `${parse(showPath).name}.${what}.json`);

/**
 * JSON that outlives the server, for what is set up by hand while it runs: read once at the start, written
 * soon after a change, whole or not at all, and tried again until it is. What somebody wrote and we cannot
 * read is never overwritten before a copy of it lies aside.
 */
export class KeptFile {
  readonly #options: KeptFileOptions;
  readonly #name: string;
  /** What is to be written; null when everything is. */
  #content: (() => unknown) | null = null;
  #mayWrite = true;
  /** What is broken in the file, while no copy of it lies aside. */
  #broken: string | null = null;
  /** How long to wait before the next try; 0 while all goes well. */
  #pause = 0;
  #cancelWrite: () => void = () => {};
  /** The write that goes on. */
  #writing: Promise<void> | null = null;
  #ended = false;

  constructor(options: KeptFileOptions) {
    this.#options = options;
    this.#name = basename(options.path);
  }

  /** What is kept, unchecked; undefined when there is nothing, or nothing that can be read, which is reported. */
  async read(): Promise<unknown> {
    const { path } = this.#options;
    let bytes: Uint8Array;
    try {
      const { size } = await stat(path);
      if (size > LARGEST) {
        await this.putAside(`it has ${Math.round(size / 1e6)} MB, and none that is kept has as many`);
        return undefined;
      }
      bytes = await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      this.#mayWrite = false;
      this.#tell(
        `${this.#name} cannot be read (${reasonOf(error)}); it stays as it is, and what changes now is not kept.`,
      );
      return undefined;
    }
    try {
      return parseJsonText(unicodeText(bytes, "this"), "this");
    } catch (error) {
      await this.putAside(reasonOf(error).replace(/\.$/, ""));
      return undefined;
    }
  }

  /** Something in it is broken: it is said in one sentence, and a copy is put aside, since the next change overwrites it. */
  async putAside(complaint: string): Promise<void> {
    try {
      await this.#copyAside(complaint);
    } catch (error) {
      this.#broken = complaint;
      this.#tell(`${reasonOf(error)} What changes now is kept when it can be.`);
    }
  }

  /** Something is new: what `content` gives is written soon, once for all that changes until then. */
  keep(content: () => unknown): void {
    if (!this.#mayWrite || this.#ended) return;
    const isAwaited = this.#content !== null || this.#writing !== null;
    this.#content = content;
    if (!isAwaited) this.#writeAfter(WRITE_AFTER_MS);
  }

  /** What is kept goes, and nothing more is written. Resolves when it is gone, or is not to be had in time. */
  async remove(): Promise<void> {
    this.#content = null;
    await this.#end(async () => {
      if (!this.#mayWrite || this.#broken !== null) return;
      await rm(this.#options.path, { force: true }).catch((error: unknown) =>
        this.#tell(`${this.#name} could not be removed (${reasonOf(error)}); delete it by hand.`),
      );
    });
  }

  /** Resolves when everything is written, or after one more try, or when the disk does not answer. */
  dispose(): Promise<void> {
    return this.#end(async () => {
      if (this.#content !== null) await this.#write();
    });
  }

  async #end(last: () => Promise<void>): Promise<void> {
    const { time } = this.#options;
    this.#ended = true;
    this.#cancelWrite();
    let cancel = (): void => {};
    const tooLong = new Promise<void>((resolve) => {
      cancel = time.wake(ms(time.now() + END_WITHIN_MS), () => {
        this.#tell(`${this.#name}: the disk does not answer; what was changed last may not be kept.`);
        resolve();
      });
    });
    await Promise.race([(this.#writing ?? Promise.resolve()).then(last), tooLong]);
    cancel();
  }

  #writeAfter(pause: number): void {
    const { time } = this.#options;
    this.#cancelWrite = time.wake(ms(time.now() + pause), () => {
      this.#writing = this.#write().then(() => {
        this.#writing = null;
        if (this.#content !== null && !this.#ended) this.#writeAfter(Math.max(this.#pause, WRITE_AFTER_MS));
      });
    });
  }

  /** Never rejects: what could not be written is to be written again. */
  async #write(): Promise<void> {
    const { path, room, report } = this.#options;
    const content = this.#content;
    if (content === null) return;
    this.#content = null;
    try {
      const text = `${JSON.stringify(content(), null, 1)}\n`;
      if (this.#broken !== null) await this.#copyAside(this.#broken);
      await writeWhole(path, text);
      if (this.#pause > 0) report({ room, level: "info", text: `${this.#name} is kept again.` });
      this.#pause = 0;
    } catch (error) {
      this.#content ??= content;
      if (this.#ended) this.#tell(`${reasonOf(error)} What was changed since then is lost.`);
      else if (this.#pause === 0) this.#tell(`${reasonOf(error)} It is tried again until it is kept.`);
      this.#pause = Math.min(AGAIN_AT_MOST_MS, this.#pause === 0 ? AGAIN_MS : this.#pause * 2);
    }
  }

  /** Rejects with one sentence. */
  async #copyAside(complaint: string): Promise<void> {
    const aside = `${this.#options.path}.broken`;
    try {
      await copyFile(this.#options.path, aside);
    } catch (error) {
      throw new Error(
        `${this.#name}: ${complaint}; it could not be put aside (${reasonOf(error)}), so it stays as it is.`,
        { cause: error },
      );
    }
    this.#broken = null;
    this.#tell(`${this.#name}: ${complaint}; it is kept as ${basename(aside)}, and what is broken begins anew.`);
  }

  #tell(text: string): void {
    this.#options.report({ room: this.#options.room, level: "error", text });
  }
}
