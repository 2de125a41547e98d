import { once } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { spawnProcess } from "../../server/core/threads/spawn.ts";
import type { TakeRecord } from "../../server/takes/log/record.ts";
import { openTake } from "../../server/takes/read-take.ts";
import { recoverTakes } from "../../server/takes/recover.ts";
import { busyLine } from "../../server/tools/bench/busy-band.ts";
import { Random } from "../../shared/chance/random.ts";
import { everything, FOREVER } from "./written-log.ts";

/** What became of a recording whose process was killed at a random moment. */
export interface Killed {
  /** How long before the last line that was recorded the last one that is in the take was, in milliseconds. */
  readonly lacks: number;
  readonly lines: number;
  readonly losses: readonly string[];
  /** Whether the take has the lines that were recorded and no others, from the first on. */
  readonly isTrue: boolean;
  /** The same of the take as the next start finishes it. */
  readonly recovered: { readonly lines: number; readonly losses: readonly string[]; readonly to: number | null };
}

/** Records in a process of its own, kills it (SIGKILL) within a second, and opens the take. */
export const killRecording = async (folder: string, seed: number): Promise<Killed> => {
  const random = new Random(seed, "kill");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const progress = join(folder, "progress");
  const takes = join(folder, "takes");
  const module = new URL("./recording-process.ts", import.meta.url);
  const child = spawnProcess(module, [takes, String(seed), progress], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  await new Promise((resolve) => setTimeout(resolve, 50 + random.next() * 700));
  child.kill("SIGKILL");
  await once(child, "exit");

  const told = await readFile(progress);
  const [number, at] = [told.readDoubleLE(0), told.readDoubleLE(8)];
  const name = (await readdir(takes)).find((each) => !each.startsWith(".")) ?? "";
  const take = await openTake(join(takes, name));
  const read = await everything(take.records(FOREVER.from, FOREVER.to));
  const isTrue = areFirstOf(seed, read.slice(1), number);
  const last = read.at(-1)?.at ?? 0;
  const names = await recoverTakes(takes, "");
  const again = await openTake(join(takes, names[0] ?? ""));
  const found = await everything(again.records(FOREVER.from, FOREVER.to));
  return {
    lacks: at - last,
    lines: read.length,
    losses: take.losses,
    isTrue,
    recovered: { lines: found.length, losses: again.losses, to: again.header.to },
  };
};

const areFirstOf = (seed: number, lines: readonly TakeRecord[], most: number): boolean => {
  const random = new Random(seed, "recording");
  const isSame = lines.every((line, index) => {
    const same = JSON.stringify(sorted(busyLine(random, index + 1, line.at))) === JSON.stringify(sorted(line));
    random.next();
    return same;
  });
  return isSame && lines.length <= most;
};

/** The same whatever the order of its fields. */
const sorted = (value: unknown): unknown =>
  value === null || typeof value !== "object"
    ? value
    : Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, each]) => [key, sorted(each)]);
