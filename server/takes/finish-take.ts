import { copyFile, link, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ms } from "../../shared/time/units.ts";
import { writeWhole } from "../core/files/write-whole.ts";
import { LogReader } from "./log/read-log.ts";
import { compressSegment } from "./log/running-log.ts";
import { beginningOf, COMPRESSED, segmentName, segmentsIn } from "./log/segment.ts";
import { HEADER_FILE, LOG_FOLDER, type TakeHeader } from "./take-header.ts";
import { windowFacts } from "./window-facts.ts";

/** Writes the header of the take in `folder`, whole. Rejects with one sentence. */
export const writeHeader = (folder: string, header: TakeHeader): Promise<void> =>
  writeWhole(join(folder, HEADER_FILE), `${JSON.stringify(header, null, 1)}\n`);

/**
 * Puts the log of a take that is over into its folder, up to `header.to`, and writes the header with what is in it; with
 * `to` null it was cut off, and ends with the last that was written. Files of the running log are shared with it (hard
 * links), so that nothing is copied where the disk can do that. May be done again after it was cut off itself.
 */
export const finishTake = async (folder: string, header: TakeHeader): Promise<TakeHeader> => {
  if (header.logAt === null) return header;
  const from = resolve(folder, header.logAt);
  const into = join(folder, LOG_FOLDER);
  const to = header.to ?? ms(Number.POSITIVE_INFINITY);
  await mkdir(into, { recursive: true });
  const numbers = await segmentsIn(from);
  for (const number of numbers) {
    const at = await beginningOf(from, number);
    if (at === null || at <= to) await share(from, into, segmentName(number));
  }
  const facts = await windowFacts(new LogReader(into), header.from, to);
  const { last, ...told } = facts;
  const finished: TakeHeader = {
    ...header,
    ...told,
    to: header.to ?? last,
    logAt: null,
    whole: header.whole && (await isWhole(into)),
    bytes: await bytesIn(into),
  };
  await writeHeader(folder, finished);
  return finished;
};

const share = async (from: string, into: string, name: string): Promise<void> => {
  const packed = `${name}${COMPRESSED}`;
  const isPacked = (await stat(join(from, packed)).catch(() => null)) !== null;
  if (!isPacked) {
    await compressSegment(join(from, name), join(into, name));
    return;
  }
  await rm(join(into, packed), { force: true });
  // Not every file system has links, and none has them to another.
  await link(join(from, packed), join(into, packed)).catch(() => copyFile(join(from, packed), join(into, packed)));
};

/** Whether every segment is there from the first on, and no line is missing. */
const isWhole = async (folder: string): Promise<boolean> => {
  const numbers = await segmentsIn(folder);
  return numbers.every((number, index) => number === index);
};

const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes;
};
