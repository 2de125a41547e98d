import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

export interface TemporaryFolder {
  /** Puts a file in it and returns its path. */
  write(name: string, content: Uint8Array | string): Promise<string>;
  /** Where something of this name would be in it. */
  path(name: string): string;
}

/** A folder that lives as long as the test file; to be called outside the tests. */
export const temporaryFolder = (): TemporaryFolder => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "antiphon-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write: async (name, content) => {
      await writeFile(path(name), content);
      return path(name);
    },
  };
};
