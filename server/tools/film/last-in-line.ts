import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { setPriority } from "node:os";

const LAST = 19;

/**
 * From now on everybody else on this machine comes first, before this process and what it starts. On Linux it runs only
 * while nobody else wants to (`chrt --idle`, of util-linux): Chromium sets the priorities of its processes by itself, above
 * the usual one where it may, but it does not leave the scheduling class that it is started in, nor that class's turn at
 * the disk. Where there is no such thing, the lowest priority has to do.
 */
export const standLast = (): void => {
  setPriority(LAST);
  if (process.platform === "linux")
    spawnSync("chrt", ["--all-tasks", "--idle", "--pid", "0", String(process.pid)], { stdio: "ignore" });
};

/** The same for the session that this process has begun: Linux shares the machine between sessions first. */
export const standLastAsSession = async (pid: number): Promise<void> => {
  await writeFile(`/proc/${pid}/autogroup`, String(LAST)).catch(() => {});
};
