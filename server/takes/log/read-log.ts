import { basename, dirname, join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { stateKeyOf, type TakeRecord } from "./record.ts";
import { beginningOf, readSegment, SEGMENT_MS, type Segment, segmentName, segmentsIn } from "./segment.ts";

/** What is worth telling of a log in pieces; more is counted. */
const MOST_LOSSES = 20;

/** A file is followed by the next as soon as it is full, which a busy machine may notice so much later. */
const LATE_MS = 30_000;

/** What a log should have, if that is known. */
interface Extent {
  readonly from: Ms;
  /** Null where it was cut off. */
  readonly to: Ms | null;
}

/** Reads the log in a folder, from any moment of it on. */
export class LogReader {
  readonly #folder: string;
  readonly #extent: Extent | null;
  readonly #losses = new Set<string>();
  readonly #beginnings = new Map<number, Ms>();
  #more = 0;

  /** With `extent` it is also a loss where files are missing at its beginning or end. */
  constructor(folder: string, extent: Extent | null = null) {
    this.#folder = folder;
    this.#extent = extent;
  }

  /** What could not be read so far, one sentence each with its place. */
  get losses(): readonly string[] {
    return this.#more === 0 ? [...this.#losses] : [...this.#losses, `There are ${this.#more} more places like these.`];
  }

  /**
   * What is true at `from`, as it was told, then everything from there on up to `to`. Never throws: what is damaged or
   * missing is left out, and the state is told again behind it.
   */
  async *records(from: Ms, to: Ms): AsyncGenerator<TakeRecord> {
    const numbers = await segmentsIn(this.#folder).catch((error: unknown) => {
      const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
      this.#lose(`${this.#folder} ${isGone ? "is missing" : `cannot be read: ${reasonOf(error)}`}.`);
      return null;
    });
    if (numbers === null) return;
    if (numbers.length === 0) this.#lose(`${this.#folder} holds no file of a log.`);
    const begin = await this.#firstFor(numbers, from);
    /** What is true before `from`; null when that is told. */
    let before: Map<string, TakeRecord> | null = new Map();
    let isWhole = true;
    for (const [index, number] of numbers.entries()) {
      if (index < begin) continue;
      const segment = await readSegment(this.#folder, number, from);
      const { first } = segment;
      if (first !== null && first.at > to) break;
      const gap = index > begin ? number !== numbers[index - 1]! + 1 : index === 0 && this.#beginsAfter(segment);
      if (gap) this.#lose(`${this.#nameOf(number)}: the file before it is missing.`);
      if (first !== null && first.lost > 0)
        this.#lose(`${this.#nameOf(number)}: ${first.lost} lines before it could not be written.`);
      isWhole &&= !gap && (first?.lost ?? 0) === 0;
      try {
        for (const { isState, record } of segment.lines) {
          if (!isState && record.at > to) break;
          const key = stateKeyOf(record);
          if (isState) {
            if (before !== null) before.set(key ?? "", record);
            else if (!isWhole) yield record;
          } else if (record.at >= from) {
            if (before !== null) yield* before.values();
            before = null;
            yield record;
          } else if (before !== null && key !== null) {
            // The newest last, as it was told.
            before.delete(key);
            before.set(key, record);
          }
        }
      } finally {
        if (segment.damage !== null) this.#lose(`${this.#nameOf(number)}: ${segment.damage}.`);
      }
      isWhole = segment.damage === null;
      if (index === numbers.length - 1 && this.#endsBefore(segment))
        this.#lose(`${this.#nameOf(number)}: the files behind it are missing.`);
    }
    if (before !== null) yield* before.values();
  }

  /** Whether a log should have begun before its first file does. */
  #beginsAfter({ first }: Segment): boolean {
    return this.#extent !== null && first !== null && first.number > 0 && first.at > this.#extent.from;
  }

  /** Whether a log should go on behind its last file. */
  #endsBefore({ first }: Segment): boolean {
    const to = this.#extent?.to ?? null;
    return to !== null && first !== null && to > first.at + SEGMENT_MS + LATE_MS;
  }

  /** The place of the segment that `from` lies in; where segments are damaged, of an earlier one. */
  async #firstFor(numbers: readonly number[], from: Ms): Promise<number> {
    let [low, high] = [0, numbers.length - 1];
    while (low < high) {
      let middle = Math.ceil((low + high) / 2);
      let at: Ms | null = null;
      while (middle > low && at === null) {
        at = await this.#beginningOf(numbers[middle]!);
        if (at === null) middle--;
      }
      if (at === null) return low;
      if (at <= from) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Asked for again and again by whoever goes to and fro; it never changes. */
  async #beginningOf(number: number): Promise<Ms | null> {
    const at = this.#beginnings.get(number) ?? (await beginningOf(this.#folder, number));
    if (at !== null) this.#beginnings.set(number, at);
    return at;
  }

  #nameOf(number: number): string {
    return join(basename(dirname(this.#folder)), basename(this.#folder), segmentName(number));
  }

  #lose(sentence: string): void {
    if (this.#losses.has(sentence)) return;
    if (this.#losses.size < MOST_LOSSES) this.#losses.add(sentence);
    else this.#more++;
  }
}
