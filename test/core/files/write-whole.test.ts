import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { writeWhole } from "../../../server/core/files/write-whole.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("a file that is written whole", () => {
  const folder = temporaryFolder();
  let place: string;
  let count = 0;
  beforeEach(async () => {
    place = folder.path(`${count++}`);
    await mkdir(place);
  });

  it("is the newest, and leaves nothing beside it", async () => {
    await writeWhole(join(place, "file"), "a long first content");
    await writeWhole(join(place, "file"), "second");
    expect(await readFile(join(place, "file"), "utf8")).toBe("second");
    expect(await readdir(place)).toEqual(["file"]);
  });

  it("stays as it was when it cannot be written, and leaves nothing beside it", async () => {
    await mkdir(join(place, "taken"));
    await writeFile(join(place, "taken/file"), "kept");
    await expect(writeWhole(join(place, "taken"), "new")).rejects.toThrow("the old file is as it was");
    expect(await readFile(join(place, "taken/file"), "utf8")).toBe("kept");
    expect(await readdir(place)).toEqual(["taken"]);
  });
});
