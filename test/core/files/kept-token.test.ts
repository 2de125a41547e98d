import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keptToken } from "../../../server/core/files/kept-token.ts";
import type { Report } from "../../../shared/events/report.ts";

describe("the kept token", () => {
  let folder: string;
  let path: string;
  let reports: Report[];
  const report = (each: Report): void => void reports.push(each);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "antiphon-token-"));
    path = join(folder, "show.token.json");
    reports = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is made once, is another for each show, and only its owner may read it", async () => {
    const token = await keptToken(path, report);
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(await keptToken(path, report)).toBe(token);
    expect(await keptToken(join(folder, "other.token.json"), report)).not.toBe(token);
    if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(reports).toEqual([]);
  });

  it.each(["", "{", "null", "[]", '{"token":5}', '{"token":"short"}', '{"token":"with a space and more"}'])(
    "is of this run only, and nothing is lost, where the file holds %j",
    async (content) => {
      await writeFile(path, content);
      const token = await keptToken(path, report);
      expect(token).toMatch(/^[\w-]{22}$/);
      expect(await readFile(path, "utf8")).toBe(content);
      expect(reports).toHaveLength(1);
      expect(reports[0]?.text).toContain("show.token.json holds no token: delete it");
      expect(reports[0]?.text).not.toContain(token);
    },
  );

  it("is of this run only where it cannot be kept", async () => {
    const token = await keptToken(join(folder, "not", "there.json"), report);
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(reports[0]?.text).toMatch(/there\.json cannot be used \(.+\); .*this run\.$/);
  });

  it("may be one that somebody has chosen, if it is long enough", async () => {
    await writeFile(path, JSON.stringify({ token: "a-word-of-our-own-choice" }));
    await chmod(path, 0o600);
    expect(await keptToken(path, report)).toBe("a-word-of-our-own-choice");
  });
});
