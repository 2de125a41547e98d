import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { makeFolder } from "../../core/files/make-folder.ts";
import { finishTake } from "../finish-take.ts";
import { LogWriter } from "../log/log-writer.ts";
import { stateKeyOf, type TakeRecord } from "../log/record.ts";
import { SEGMENT_MS } from "../log/segment.ts";
import { LOG_FOLDER, type TakeHeader } from "../take-header.ts";

/**
 * Writes a take that was not played here: its header and its log, whose records are in the order of their moments, the
 * first of them no later than `header.from`. The folder is there when all of it is. Rejects with one sentence.
 */
export const writeTake = async (
  folder: string,
  header: TakeHeader,
  records: readonly TakeRecord[],
): Promise<TakeHeader> => {
  const beside = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  const raw = join(beside, `${LOG_FOLDER}.tmp`);
  try {
    await rm(beside, { recursive: true, force: true });
    makeFolder(beside);
    writeLog(raw, records);
    const finished = await finishTake(beside, { ...header, logAt: basename(raw) });
    await rm(raw, { recursive: true });
    await rename(beside, folder);
    return finished;
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw new Error(`${folder} could not be written (${reasonOf(error)}); free space or choose another place.`, {
      cause: error,
    });
  }
};

const writeLog = (folder: string, records: readonly TakeRecord[]): void => {
  const writer = new LogWriter(folder);
  const state = new Map<string, TakeRecord>();
  let until = Number.NEGATIVE_INFINITY;
  let waiting = "";
  const flush = (): void => {
    if (waiting !== "") writer.append(waiting);
    waiting = "";
  };
  for (const record of records) {
    if (record.at >= until) {
      flush();
      const lines = [...state.values()].map(lineOf).join("");
      writer.begin({ at: record.at, state: state.size, lost: 0 }, lines);
      until = ms(record.at + SEGMENT_MS);
    }
    const key = stateKeyOf(record);
    if (key !== null) {
      state.delete(key);
      state.set(key, record);
    }
    waiting += lineOf(record);
  }
  flush();
  writer.close();
};

const lineOf = (record: TakeRecord): string => `${JSON.stringify(record)}\n`;
