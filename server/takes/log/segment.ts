import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { constants, createGunzip, gunzip } from "node:zlib";
import { reasonOf } from "../../../shared/events/report.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { type RecordOf, STATE_KINDS, TakeRecord } from "./record.ts";

/** A file of the log begins at its moment and holds what happened less than this later. */
export const SEGMENT_MS = 60_000;
/** One that has grown so large is followed by the next before its time. */
export const LARGEST_SEGMENT = 8 * 1024 * 1024;
const EARLY_MS = 1000;
/** As much as is read of one: more is none of ours. */
const MOST_READ = 16 * LARGEST_SEGMENT;

const NAME = /^(\d{6,9})\.jsonl(\.gz)?$/;
/** While it grows; when it is full it is compressed, and `.gz` stands behind its name. */
export const segmentName = (number: number): string => `${String(number).padStart(6, "0")}.jsonl`;
export const COMPRESSED = ".gz";

/** -1 for another file. */
export const segmentNumber = (name: string): number => Number(NAME.exec(name)?.[1] ?? -1);

/** The numbers of the segments in a folder, in order. Rejects when that cannot be read. */
export const segmentsIn = async (folder: string): Promise<readonly number[]> => {
  const numbers = (await readdir(folder)).map(segmentNumber).filter((number) => number >= 0);
  return [...new Set(numbers)].sort((one, other) => one - other);
};

/** One file of a log, as far as it can be read. Its lines are read as they are asked for, once. */
export interface Segment {
  /** Its first line; null where that is not there. */
  readonly first: RecordOf<"segment"> | null;
  /** What was true at its beginning, then what happened. */
  readonly lines: Iterable<{ readonly isState: boolean; readonly record: TakeRecord }>;
  /** What is wrong with what was read of it so far, after its name in a sentence; null for nothing. */
  readonly damage: string | null;
}

/**
 * Reads one; never rejects: what cannot be read is left out. Lines before `from` that say nothing of the state are left
 * out too, unread. A minute takes some tens of milliseconds: not for a thread that plays.
 */
export const readSegment = async (folder: string, number: number, from: Ms): Promise<Segment> => {
  const { text, damage } = await textOf(join(folder, segmentName(number)));
  return new SegmentText(text, damage, from);
};

/** As much of a file as has its first line in it, compressed or not. */
const HEAD = 4096;

/** The moment at which one begins; null where its first line cannot be read. Reads no more than that. */
export const beginningOf = async (folder: string, number: number): Promise<Ms | null> => {
  const path = join(folder, segmentName(number));
  for (const name of [`${path}${COMPRESSED}`, path]) {
    const head = await headOf(name).catch(() => null);
    if (head === null) continue;
    const { text } = name === path ? { text: head.toString() } : await salvaged(head);
    const first = recordOf(text.slice(0, text.indexOf("\n")));
    if (first?.kind === "segment") return first.at;
  }
  return null;
};

const headOf = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

class SegmentText implements Segment {
  readonly #text: string;
  readonly #from: Ms;
  readonly #faults: string[] = [];
  #wrong = 0;
  #firstWrong = 0;
  #isCut = false;
  readonly first: RecordOf<"segment"> | null;
  readonly lines: Segment["lines"];

  constructor(text: string, damage: string | null, from: Ms) {
    this.#text = text;
    this.#from = from;
    if (damage !== null) this.#faults.push(damage);
    else if (text === "") this.#faults.push("it is empty");
    const end = text.indexOf("\n");
    const first = end < 0 ? null : recordOf(text.slice(0, end));
    this.first = first?.kind === "segment" ? first : null;
    this.lines = this.#read(this.first === null ? 0 : end + 1);
  }

  get damage(): string | null {
    const faults = [
      ...this.#faults,
      ...(this.#wrong === 0
        ? []
        : [`${counted(this.#wrong)} damaged and left out, the first in line ${this.#firstWrong}`]),
      ...(this.#isCut && this.#faults.length === 0 ? ["its last line is cut short and left out"] : []),
    ];
    return faults.length === 0 ? null : faults.join("; ");
  }

  *#read(begin: number): Generator<{ readonly isState: boolean; readonly record: TakeRecord }> {
    const { first } = this;
    let number = first === null ? 0 : 1;
    for (let start = begin; start < this.#text.length; ) {
      const end = this.#text.indexOf("\n", start);
      // A line is whole when its end is there.
      if (end < 0) {
        this.#isCut = true;
        return;
      }
      const line = this.#text.slice(start, end);
      start = end + 1;
      const index = number++;
      const isState = first !== null && index <= first.state;
      if (!isState && isBefore(line, this.#from)) continue;
      const record = recordOf(line);
      const isTrue = isState || (record !== null && (first === null || isIn(first.at, record.at)));
      if (record !== null && record.kind !== "segment" && isTrue) yield { isState, record };
      else if (this.#wrong++ === 0) this.#firstWrong = index + 1;
    }
  }
}

/** As a line begins that this program has written. */
const WRITTEN = /^\{"kind":"(\w+)","at":(-?\d+(?:\.\d+)?)[,}]/;

/** Whether a line is of a moment before `from`, and says no state: it need not be read then. */
const isBefore = (line: string, from: Ms): boolean => {
  if (from === Number.NEGATIVE_INFINITY) return false;
  const [, kind = "", at = "NaN"] = WRITTEN.exec(line) ?? [];
  return Number(at) < from && !STATE_KINDS.has(kind);
};

/** What goes out has the moment of what came in before, which may have been a little before the segment. */
const isIn = (beginning: Ms, at: Ms): boolean => at >= beginning - EARLY_MS && at < beginning + SEGMENT_MS;

const counted = (lines: number): string => (lines === 1 ? "one line is" : `${lines} lines are`);

const recordOf = (line: string): TakeRecord | null => {
  try {
    return TakeRecord.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
};

interface Text {
  readonly text: string;
  readonly damage: string | null;
}

/** One that grows may be compressed while it is looked for. */
const textOf = async (path: string): Promise<Text> => {
  for (const name of [`${path}${COMPRESSED}`, path, `${path}${COMPRESSED}`]) {
    const bytes = await bytesOf(name);
    if (bytes === null) continue;
    if (!Buffer.isBuffer(bytes)) return bytes;
    return name === path ? { text: bytes.toString(), damage: null } : unpacked(bytes);
  }
  return { text: "", damage: "it is missing" };
};

/** Null where it is not there. */
const bytesOf = async (path: string): Promise<Buffer | Text | null> => {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    return { text: "", damage: `it cannot be read (${reasonOf(error)})` };
  }
};

const unpacked = (bytes: Buffer): Promise<Text> =>
  new Promise((resolve) => {
    gunzip(bytes, { maxOutputLength: MOST_READ }, (error, text) => {
      if (error === null) resolve({ text: text.toString(), damage: null });
      else void salvaged(bytes).then(resolve);
    });
  });

/** As much as can be unpacked before the damage. */
const salvaged = (bytes: Buffer): Promise<Text> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (): void =>
      resolve({
        text: Buffer.concat(chunks).toString(),
        damage: "it is damaged, and what stands behind the damage is left out",
      });
    const unpacking = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    unpacking.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_READ) chunks.push(chunk);
      else unpacking.destroy();
    });
    unpacking.once("error", done).once("close", done).end(bytes);
  });
