import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../core/files/make-folder.ts";
import { LOG_VERSION, type RecordOf } from "./record.ts";
import { segmentName } from "./segment.ts";

/** What a segment begins with, but for its number. */
export type Beginning = Pick<RecordOf<"segment">, "at" | "state" | "lost">;

/**
 * Writes the files of a log, one after the other; what was written is there when a call returns, whatever becomes of
 * the process. Synchronous, for a thread that has nothing else to do. Every method throws what the disk says; the
 * file then ends with the last line that was written whole.
 */
export class LogWriter {
  readonly #folder: string;
  #next: number;
  #file: number | null = null;
  #size = 0;

  /** The folder is made when it is needed; `next` is the number of the first segment. */
  constructor(folder: string, next = 0) {
    this.#folder = folder;
    this.#next = next;
  }

  /** Of the segment that is written; -1 before the first. */
  get number(): number {
    return this.#next - 1;
  }

  /** Its length in bytes. */
  get size(): number {
    return this.#size;
  }

  /** Begins the next segment, with the lines (each with its end) that say what is true at its beginning. */
  begin({ at, state, lost }: Beginning, lines: string): void {
    this.close();
    makeFolder(this.#folder);
    // Never over what is there.
    this.#file = openSync(join(this.#folder, segmentName(this.#next)), "wx");
    const number = this.#next++;
    this.#size = 0;
    const first: RecordOf<"segment"> = { kind: "segment", at, version: LOG_VERSION, number, state, lost };
    this.append(`${JSON.stringify(first)}\n${lines}`);
  }

  /** Adds lines, each with its end. */
  append(lines: string): void {
    const file = this.#file;
    if (file === null) throw new Error("no file is open");
    const bytes = Buffer.from(lines);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      this.#size += bytes.length;
    } catch (error) {
      ftruncateSync(file, this.#size);
      throw error;
    }
  }

  /** Calling it twice is harmless. */
  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) closeSync(file);
  }
}
