import { readFileSync, readlinkSync } from "node:fs";
import { readFile, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";

/** In the folder of a log: whose it is. It is touched as long as that process lives. */
const SIGN_FILE = "server.json";

/** So often, whatever happens to the disk. */
export const SIGN_EVERY_MS = 2000;

/** Without a sign for so long a server that cannot be asked for is held to be gone. */
const GONE_MS = 150_000;

interface Sign {
  readonly process: number;
  readonly host: string;
  /** Since the machine was started, and in which namespace of processes there (a container has its own); null where the system does not say. */
  readonly boot: string | null;
  readonly namespace: string | null;
  /** Of the process, in ticks since the machine was started: another may have its number later. */
  readonly started: string | null;
}

/** Says in the folder of a log, if it is there, that this process lives and writes it. What cannot be written is tried with the next. */
export const giveSign = async (folder: string): Promise<void> => {
  const path = join(folder, SIGN_FILE);
  const now = new Date();
  await utimes(path, now, now)
    .catch(() => writeFile(path, JSON.stringify(OWN)))
    .catch(() => {});
};

/**
 * Whether the server that writes the log in `folder` is there. On one machine that is known for certain where the system
 * tells processes apart (Linux); of others, and where it does not, by the age of the last sign.
 */
export const isAlive = async (folder: string): Promise<boolean> => {
  const path = join(folder, SIGN_FILE);
  const [sign, found] = await Promise.all([
    signIn(path),
    stat(path)
      .catch(() => stat(folder))
      .catch(() => null),
  ]);
  // It has just ended, and took its log with it.
  if (found === null) return false;
  const isFresh = Math.abs(Date.now() - found.mtimeMs) < GONE_MS;
  // It was cut off before it gave one, or had no room for it.
  if (sign === null) return isFresh && isRunning(Number.parseInt(basename(folder), 10));
  if (sign.host !== OWN.host) return isFresh;
  if (sign.boot !== OWN.boot) return false;
  if (sign.namespace !== OWN.namespace) return isFresh;
  if (!isRunning(sign.process)) return false;
  return sign.started === null ? isFresh : sign.started === startOf(sign.process);
};

const signIn = async (path: string): Promise<Sign | null> => {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Sign;
  } catch {
    return null;
  }
};

const isRunning = (id: number): boolean => {
  try {
    return id > 0 && process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** Null where the system has no such file. */
const told = (read: () => string | undefined): string | null => {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
};

/** What stands behind the name, which may have spaces and brackets in it, is counted from 3; see proc(5). */
const startOf = (id: number): string | null =>
  told(() => {
    const text = readFileSync(`/proc/${id}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  });

const OWN: Sign = {
  process: process.pid,
  host: hostname(),
  boot: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  namespace: told(() => readlinkSync("/proc/self/ns/pid")),
  started: startOf(process.pid),
};
