import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";

/** Writes a file so that there is never half of one: beside it first, then in its place. Rejects with one sentence. */
export const writeWhole = async (path: string, content: string | readonly Uint8Array[]): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(beside, content, { flush: true });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw new Error(`${path} could not be written (${reasonOf(error)}); the old file is as it was.`, { cause: error });
  }
};
