import { existsSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../../server/core/files/make-folder.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("a folder that is made", () => {
  const folder = temporaryFolder();

  it("is there with those it lies in, also when it is made again", () => {
    for (let again = 0; again < 2; again++) makeFolder(folder.path("a/b/c"));
    expect(statSync(folder.path("a/b/c")).isDirectory()).toBe(true);
  });

  it("throws where a file is in its way", async () => {
    const file = await folder.write("file", "");
    for (const path of [file, `${file}/x`, `${file}/x/y`]) expect(() => makeFolder(path)).toThrow(/EEXIST|ENOTDIR/);
  });

  it.skipIf(!existsSync("/sys/kernel"))("throws what the disk says, where nobody may write", () => {
    expect(() => makeFolder("/sys/antiphon/takes")).toThrow(/EPERM|EACCES|EROFS/);
  });
});
