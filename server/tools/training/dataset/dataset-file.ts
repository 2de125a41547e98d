import { createHash } from "node:crypto";
import { appendFile, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { z } from "zod";
import { reasonOf } from "../../../../shared/events/report.ts";
import { TrainingError } from "../training-error.ts";
import { DatasetOptions, FileRecord } from "./record.ts";

/**
 * A data file is JSON lines: a header, one FileRecord a line in the order of the files' names, and
 * an end line that says how many there are. It is written as `FILE.part` and renamed when it is
 * whole, so a FILE is always complete and a FILE.part can be gone on with.
 */
const FORMAT = "antiphon-dataset";
const VERSION = 1;

const Header = z.object({ format: z.literal(FORMAT), version: z.int(), options: DatasetOptions });
const End = z.object({ end: z.int() });

/** A whole data file in memory. */
export interface Dataset {
  readonly options: DatasetOptions;
  readonly records: readonly FileRecord[];
  /** SHA-256 of the file, for cards. */
  readonly sha256: string;
}

/** Reads a data file. Throws TrainingError, one sentence with the way out. */
export const readDataset = async (file: string): Promise<Dataset> => {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new TrainingError(`${file}: cannot be read (${reasonOf(error)}); make it with "antiphon dataset".`);
  });
  const lines = text.split("\n").filter((line) => line !== "");
  const options = headerOf(lines[0], file);
  const end = End.safeParse(jsonOf(lines.at(-1)));
  const records = lines.slice(1, -1).map((line, index) => {
    const record = FileRecord.safeParse(jsonOf(line));
    if (record.success) return record.data;
    throw new TrainingError(
      `${file}, line ${index + 2}: ${record.error.issues[0]?.message ?? "not a record"}; make the file again with "antiphon dataset".`,
    );
  });
  if (!end.success || end.data.end !== records.length)
    throw new TrainingError(`${file}: it ends too early; make it again with "antiphon dataset".`);
  return { options, records, sha256: createHash("sha256").update(text).digest("hex") };
};

const headerOf = (line: string | undefined, file: string): DatasetOptions => {
  const json = jsonOf(line);
  const header = Header.safeParse(json);
  if (header.success && header.data.version === VERSION) return header.data.options;
  const version = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(json);
  throw new TrainingError(
    version.success && version.data.version !== VERSION
      ? `${file}: it is of data format ${version.data.version}, this program reads ${VERSION}; make it again with "antiphon dataset".`
      : `${file}: it is no data file of Antiphon; make one with "antiphon dataset".`,
  );
};

const jsonOf = (line: string | undefined): unknown => {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return undefined;
  }
};

/** A data file being written, one record at a time. */
interface DatasetWriter {
  /** Records that an interrupted run with the same options has left; the writer goes on behind them. */
  readonly earlier: readonly FileRecord[];
  add(record: FileRecord): Promise<void>;
  /** Ends the file and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * Starts `file`, or goes on with what an interrupted run has left of `sources`, the files it will hold
 * in their order. Throws TrainingError when it cannot be written.
 */
export const writeDataset = async (
  file: string,
  options: DatasetOptions,
  sources: readonly string[],
): Promise<DatasetWriter> => {
  const part = `${file}.part`;
  const failed = (error: unknown): never => {
    throw new TrainingError(
      `${file}: it could not be written (${reasonOf(error)}); free space or choose another place and run the same command again: it goes on with what is in ${part}.`,
    );
  };
  const header = JSON.stringify({ format: FORMAT, version: VERSION, options });
  const earlier = await resumable(part, header, sources).catch(failed);
  let count = earlier.length;
  const append = (line: string, flush = false): Promise<void> => appendFile(part, `${line}\n`, { flush }).catch(failed);
  if (count === 0) await writeFile(part, `${header}\n`).catch(failed);
  return {
    earlier,
    add: (record) => {
      count++;
      return append(JSON.stringify(record));
    },
    finish: async () => {
      await append(JSON.stringify({ end: count }), true);
      await rename(part, file).catch(failed);
    },
    discard: () => rm(part, { force: true }),
  };
};

/**
 * The whole records of a file that was cut off, as far as they are of these sources: files may have come
 * or gone since. What follows is cut away.
 */
const resumable = async (part: string, header: string, sources: readonly string[]): Promise<FileRecord[]> => {
  const text = await readFile(part, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const [first, ...lines] = text.split("\n");
  if (first !== header) return [];
  const records: FileRecord[] = [];
  let length = Buffer.byteLength(header) + 1;
  for (const line of lines) {
    const record = FileRecord.safeParse(jsonOf(line));
    if (!record.success || record.data.source !== sources[records.length]) break;
    records.push(record.data);
    length += Buffer.byteLength(line) + 1;
  }
  if (Buffer.byteLength(text) > length) await truncate(part, length);
  return records;
};
