import { readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { finishTake } from "./finish-take.ts";
import { DELETED_FOLDER } from "./library.ts";
import { isAlive } from "./log/life-sign.ts";
import { readHeader } from "./read-take.ts";

/** Where the logs of servers lie, beside the takes: a folder for each run, by its process and its number. */
export const RUNNING_FOLDER = ".running";

export const runningName = (process: number, run: number): string => `${process}-${run}`;

/** A take that was deleted can be had back for a week. */
const DELETED_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Finishes the takes in `takes` that a server which is not there any more has left open, and removes the logs of such
 * servers. Resolves with the names of those that were finished. `own` is the log of this one.
 */
export const recoverTakes = async (takes: string, own: string): Promise<readonly string[]> => {
  const running = join(takes, RUNNING_FOLDER);
  const dead = new Set<string>();
  for (const name of await namesIn(running)) {
    const path = join(running, name);
    if (resolve(path) !== resolve(own) && !(await isAlive(path))) dead.add(resolve(path));
  }
  const finished: string[] = [];
  for (const name of await namesIn(takes)) {
    if (name.startsWith(".")) continue;
    const folder = join(takes, name);
    const header = await readHeader(folder).catch(() => null);
    if (header?.logAt == null) continue;
    const log = resolve(folder, header.logAt);
    if (!dead.has(log)) continue;
    try {
      await finishTake(folder, header);
      finished.push(name);
    } catch {
      // The disk may be full: its log stays, and it is tried again with the next start.
      dead.delete(log);
    }
  }
  for (const name of await namesIn(join(takes, DELETED_FOLDER))) await purge(join(takes, DELETED_FOLDER, name));
  for (const log of dead) await rm(log, { recursive: true, force: true }).catch(() => {});
  return finished;
};

/** What was deleted long ago goes for good. */
const purge = async (folder: string): Promise<void> => {
  // Of a folder that was moved that is when.
  const { ctimeMs } = await stat(folder);
  if (Date.now() - ctimeMs > DELETED_FOR_MS) await rm(folder, { recursive: true, force: true }).catch(() => {});
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
};
