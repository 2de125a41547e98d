import { copyFile, readFile } from "node:fs/promises";
import { basename, dirname, join, parse } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { writeWhole } from "./write-whole.ts";

/** A knob that is turned, or a corner that is dragged, changes with every frame; the file need not. */
const WRITE_AFTER_MS = 400;

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
 * soon after a change, whole or not at all. What somebody wrote and we cannot read is never overwritten
 * before a copy of it lies aside.
 */
export class KeptFile {
  readonly #options: KeptFileOptions;
  readonly #name: string;
  #content: (() => unknown) | null = null;
  #mayWrite = true;
  #writing: Promise<void> = Promise.resolve();
  #cancelWrite: () => void = () => {};

  constructor(options: KeptFileOptions) {
    this.#options = options;
    this.#name = basename(options.path);
  }

  /** What is kept, unchecked; undefined when there is nothing, or nothing that can be read, which is reported. */
  async read(): Promise<unknown> {
    let text: string;
    try {
      text = await readFile(this.#options.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      this.#mayWrite = false;
      this.#tell(
        `${this.#name} cannot be read (${reasonOf(error)}); it stays as it is, and what changes now is not kept.`,
      );
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      await this.putAside(`this is not JSON (${reasonOf(error)})`);
      return undefined;
    }
  }

  /** Something in it is broken: it is said in one sentence, and a copy is put aside, since the next change overwrites it. */
  async putAside(complaint: string): Promise<void> {
    const aside = `${this.#options.path}.broken`;
    try {
      await copyFile(this.#options.path, aside);
      this.#tell(`${this.#name}: ${complaint}; it is kept as ${basename(aside)}, and what is broken begins anew.`);
    } catch (error) {
      this.#mayWrite = false;
      this.#tell(
        `${this.#name}: ${complaint}; it could not be put aside (${reasonOf(error)}), so it stays as it is, and what changes now is not kept.`,
      );
    }
  }

  /** Something is new: what `content` gives is written soon, once for all that changes until then. */
  keep(content: () => unknown): void {
    if (!this.#mayWrite) return;
    const { time } = this.#options;
    if (this.#content === null) this.#cancelWrite = time.wake(ms(time.now() + WRITE_AFTER_MS), () => this.#write());
    this.#content = content;
  }

  /** Resolves when everything is written. */
  async dispose(): Promise<void> {
    this.#cancelWrite();
    this.#write();
    await this.#writing;
  }

  #write(): void {
    if (this.#content === null) return;
    const text = `${JSON.stringify(this.#content(), null, 1)}\n`;
    this.#content = null;
    // One at a time, the newest last.
    this.#writing = this.#writing
      .then(() => writeWhole(this.#options.path, text))
      .catch((error: unknown) => this.#tell(reasonOf(error)));
  }

  #tell(text: string): void {
    this.#options.report({ room: this.#options.room, level: "error", text });
  }
}
