import { readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { reasonOf } from "../../shared/events/report.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { check } from "../core/check/check.ts";
import { LogReader } from "./log/read-log.ts";
import type { TakeRecord } from "./log/record.ts";
import { HEADER_FILE, LOG_FOLDER, TAKE_VERSION, TakeHeader } from "./take-header.ts";

/** A take that is open to be read. */
export interface Take {
  readonly folder: string;
  /** Its folder's. */
  readonly name: string;
  readonly header: TakeHeader;
  /**
   * What is true at `from`, each line as it was told (so with an earlier `at`), then everything from `from` on up to
   * `to`, in order. What is damaged is left out, and said in `losses`; it never throws for that. Seeks by segment.
   * Default: the take's own part. From -Infinity on: its prelude too, from the start of the server.
   */
  records(from?: Ms, to?: Ms): AsyncGenerator<TakeRecord>;
  /** What could not be read so far, one sentence each with its place. */
  readonly losses: readonly string[];
}

/**
 * Opens the take in a folder. Rejects with one sentence for what is no take, of a newer version, or not to be read.
 * Reading a minute takes some milliseconds: not for a thread that plays.
 */
export const openTake = async (folder: string): Promise<Take> => {
  const header = await readHeader(folder);
  const log = new LogReader(resolve(folder, header.logAt ?? LOG_FOLDER), header);
  return {
    folder,
    name: basename(resolve(folder)),
    header,
    records: (from = header.from, to = header.to ?? ms(Number.POSITIVE_INFINITY)) => log.records(from, to),
    get losses() {
      return log.losses;
    },
  };
};

/** The header of the take in a folder. Rejects as `openTake` does. */
export const readHeader = async (folder: string): Promise<TakeHeader> => {
  const text = await readFile(join(folder, HEADER_FILE), "utf8").catch((error: unknown) => notRead(folder, error));
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error(`${join(folder, HEADER_FILE)} is damaged: it is not JSON any more, and the take cannot be opened.`);
  }
  const { take, version } = (found ?? {}) as { readonly take?: unknown; readonly version?: unknown };
  if (take !== "antiphon") throw noTake(folder, `${HEADER_FILE} in it is something else`);
  if (typeof version === "number" && version > TAKE_VERSION)
    throw new Error(
      `${folder} was recorded by a newer Antiphon (takes of version ${version}); this one reads up to ${TAKE_VERSION}: play it with that one.`,
    );
  const checked = check(TakeHeader, found, HEADER_FILE);
  if (!checked.ok) throw new Error(`${join(folder, HEADER_FILE)} is damaged: ${checked.reason}.`);
  return checked.value;
};

const notRead = async (folder: string, error: unknown): Promise<never> => {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw new Error(`${folder} cannot be read: ${reasonOf(error)}.`);
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new Error(`There is no take ${folder}; "antiphon takes" lists those there are.`);
  throw noTake(
    folder,
    found.isDirectory() ? `there is no ${HEADER_FILE} in it` : `it is no folder${importHint(folder)}`,
  );
};

const importHint = (file: string): string =>
  /\.midi?$/i.test(file) ? '; "antiphon import FILE.mid --out takes/NAME" makes a take of a MIDI file' : "";

const noTake = (folder: string, because: string): Error => new Error(`${folder} is no take: ${because}.`);
