import { readdirSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { type LookForRoom, lackOf } from "../../core/files/disk-room.ts";
import { writeWhole } from "../../core/files/write-whole.ts";
import type { LogNews } from "./log-messages.ts";
import { type Beginning, LogWriter } from "./log-writer.ts";
import { COMPRESSED, SEGMENT_MS, segmentName, segmentNumber } from "./segment.ts";

/** How far back one can keep what was played: so much is always there. */
export const KEPT_MS = 600_000;
/** What lies further back is there for playing a take again from the start of the server, until it is so much. */
const MOST_BYTES = 256 * 1024 * 1024;
/** How often it is looked whether there is room, and tried again where there was none. */
const LOOK_EVERY_MS = 2000;

export interface RunningLogOptions {
  readonly folder: string;
  readonly lookForRoom: LookForRoom;
  readonly tell: (news: Extract<LogNews, { tell: "stopped" | "wants" | "goes-on" | "grown" }>) => void;
  readonly time: TimeSource;
  readonly mostBytes?: number;
}

interface Written {
  readonly number: number;
  readonly at: Ms;
  bytes: number;
}

/**
 * The log of a server that runs, as its own thread writes it: full segments are compressed, the oldest go when there
 * are too many, and where the disk takes nothing more it is said once, and tried again until it does.
 */
export class RunningLog {
  readonly #options: RunningLogOptions;
  readonly #writer: LogWriter;
  #segments: Written[] = [];
  #begun: number = Number.POSITIVE_INFINITY;
  #hold: Ms | null = null;
  #lost = 0;
  #isStopped = false;
  /** The oldest segments are gone, or lines could not be written. */
  #isWhole: boolean;
  #work: Promise<void> = Promise.resolve();
  #cancelLook: () => void;

  constructor(options: RunningLogOptions) {
    this.#options = options;
    const last = lastSegmentIn(options.folder);
    this.#writer = new LogWriter(options.folder, last + 1);
    this.#isWhole = last < 0;
    this.#cancelLook = this.#lookLater();
  }

  /** Whether it goes back to its first line, and none is missing. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Its first moment; null before it has any. */
  get from(): Ms | null {
    return this.#segments[0]?.at ?? null;
  }

  /** Resolves when everything that is full by now is compressed. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** Begins a segment; `lost` lines never came here, `text` are those that say what is true. */
  begin({ at, state, lost }: Beginning, text: string): void {
    if (lost > 0) this.#lose(lost);
    const full = this.#segments.at(-1);
    if (full !== undefined && !this.#isStopped) this.#after(() => this.#compress(full));
    try {
      this.#writer.begin({ at, state, lost: this.#lost }, text);
    } catch (error) {
      this.#stop(reasonOf(error));
      return;
    }
    this.#begun = at;
    this.#segments.push({ number: this.#writer.number, at, bytes: this.#writer.size });
    if (this.#isStopped) this.#options.tell({ tell: "goes-on" });
    this.#isStopped = false;
    this.#lost = 0;
    this.#after(() => this.#trim(at));
  }

  append(lines: number, text: string): void {
    const segment = this.#segments.at(-1);
    if (this.#isStopped || segment === undefined) {
      this.#lose(lines);
      return;
    }
    try {
      this.#writer.append(text);
      segment.bytes = this.#writer.size;
    } catch (error) {
      this.#lose(lines);
      this.#stop(reasonOf(error));
    }
  }

  /** What was written from here on stays; null for as much as always stays. */
  hold(from: Ms | null): void {
    this.#hold = from;
  }

  /** Closes the file. */
  async dispose(): Promise<void> {
    this.#cancelLook();
    this.#writer.close();
    await this.#work;
  }

  #lose(lines: number): void {
    this.#lost += lines;
    this.#isWhole = false;
  }

  #stop(reason: string): void {
    this.#writer.close();
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#isWhole = false;
    this.#options.tell({ tell: "stopped", reason });
  }

  #lookLater(): () => void {
    const { time } = this.#options;
    return time.wake(ms(time.now() + LOOK_EVERY_MS), () => void this.#look());
  }

  async #look(): Promise<void> {
    const { folder, lookForRoom, tell, time } = this.#options;
    const room = await lookForRoom(folder);
    const lack = lackOf(room);
    if (lack !== null) this.#stop(lack);
    // Also where nothing happens: a log that lives is seen to.
    else if (this.#isStopped || time.now() >= this.#begun + SEGMENT_MS) tell({ tell: "wants" });
    const bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    const from = this.#segments[0]?.at;
    if (from !== undefined) tell({ tell: "grown", bytes, free: room?.free ?? null, from, whole: this.#isWhole });
    this.#cancelLook = this.#lookLater();
  }

  /** What fails here leaves a file as it is, which is read as well. */
  #after(act: () => Promise<void>): void {
    this.#work = this.#work.then(act).catch(() => {});
  }

  async #compress(segment: Written): Promise<void> {
    segment.bytes = await compressSegment(join(this.#options.folder, segmentName(segment.number)));
  }

  async #trim(now: Ms): Promise<void> {
    const { folder, mostBytes = MOST_BYTES } = this.#options;
    const needed = Math.min(now - KEPT_MS, this.#hold ?? Number.POSITIVE_INFINITY);
    let bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    while (bytes > mostBytes) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined || next.at > needed) return;
      const path = join(folder, segmentName(oldest.number));
      await Promise.all([rm(path, { force: true }), rm(`${path}${COMPRESSED}`, { force: true })]);
      this.#segments.shift();
      this.#isWhole = false;
      bytes -= oldest.bytes;
    }
  }
}

/** What an earlier thread of this run has written stays as it is. */
const lastSegmentIn = (folder: string): number => {
  try {
    return Math.max(-1, ...readdirSync(folder).map(segmentNumber));
  } catch {
    return -1;
  }
};

/** Puts a compressed file in the place of one that is full; resolves with its bytes. What was there stays until the other is there whole. */
export const compressSegment = async (path: string, into = path): Promise<number> => {
  const packed = await promisify(gzip)(await readFile(path));
  await writeWhole(`${into}${COMPRESSED}`, [packed]);
  if (into === path) await rm(path, { force: true });
  return (await stat(`${into}${COMPRESSED}`)).size;
};
