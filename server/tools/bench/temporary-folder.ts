import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `use` with an empty folder of its own, which is gone afterwards. */
export const withTemporaryFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "antiphon-bench-"));
  return use(folder).finally(() => rm(folder, { recursive: true, force: true }));
};
