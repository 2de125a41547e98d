import { rm } from "node:fs/promises";
import { setPriority } from "node:os";
import { join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import type { Finished } from "./finish.ts";
import { giveName } from "./recording-file.ts";
import { writeSeekable } from "./write-seekable.ts";

// Finishes one recording in a process of its own, which waits for everybody else: nothing that plays
// notices it. It outlives the server that began it, and until its work is done nothing is taken away.

const LAST_IN_LINE = 19;
const NEW = ".new";

const finish = async (folder: string, part: string, soundEarly: number): Promise<string> => {
  const written = `${part}${NEW}`;
  try {
    await writeSeekable(join(folder, part), join(folder, written), soundEarly);
    const name = await giveName(folder, written, part);
    await rm(join(folder, part), { force: true });
    return name;
  } catch (error) {
    await rm(join(folder, written), { force: true });
    throw error;
  }
};

setPriority(LAST_IN_LINE);
// Control-C in a terminal is meant for the server.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
const [folder = "", part = "", soundEarly = "0"] = process.argv.slice(2);
const told: Finished = await finish(folder, part, Number(soundEarly)).then(
  (name) => ({ ok: true, name }),
  (error: unknown) => ({ ok: false, reason: reasonOf(error) }),
);
if (process.connected) process.send?.(told, () => process.disconnect());
