import { mkdir, readFile, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { giveSign, isAlive } from "../../server/takes/log/life-sign.ts";
import { runningName } from "../../server/takes/recover.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const isLinux = process.platform === "linux";
/** No process has such a number. */
const NOBODY = 2 ** 22 + 1;

describe("the sign of life in a log's folder", () => {
  const folder = temporaryFolder();
  let count = 0;
  /** A folder of a log, with the sign of this process, changed. */
  const signed = async (change: object, age = 0, id = process.pid): Promise<string> => {
    const name = runningName(id, ++count);
    await mkdir(folder.path(name));
    await giveSign(folder.path(name));
    const path = folder.path(join(name, "server.json"));
    const sign = JSON.parse(await readFile(path, "utf8"));
    await folder.write(join(name, "server.json"), JSON.stringify({ ...sign, ...change }));
    const then = new Date(Date.now() - age);
    await utimes(path, then, then);
    return folder.path(name);
  };
  const HOUR = 3_600_000;

  it("is that of a server that lives, and its process is asked for where it is on this machine", async () => {
    expect(await isAlive(await signed({}))).toBe(true);
    expect(await isAlive(await signed({ process: NOBODY }))).toBe(false);
    expect(await isAlive(folder.path("nowhere"))).toBe(false);
  });

  it.skipIf(!isLinux)("holds whatever the clock says, and not for another process of the same number", async () => {
    // A clock that is set, or a lid that was closed.
    expect(await isAlive(await signed({}, HOUR))).toBe(true);
    expect(await isAlive(await signed({}, -HOUR))).toBe(true);
    expect(await isAlive(await signed({ started: "1" }))).toBe(false);
    expect(await isAlive(await signed({ boot: "before the machine was started" }))).toBe(false);
  });

  it("goes by its age where the process cannot be asked for: on another machine, in another container", async () => {
    expect(await isAlive(await signed({ host: "elsewhere", process: NOBODY }))).toBe(true);
    expect(await isAlive(await signed({ host: "elsewhere" }, HOUR))).toBe(false);
    expect(await isAlive(await signed({ namespace: "pid:[1]", process: NOBODY }))).toBe(true);
    expect(await isAlive(await signed({ namespace: "pid:[1]" }, HOUR))).toBe(false);
  });

  it("may be missing, since its server was cut off at once: then the folder's name has the process", async () => {
    const [mine, others] = [await signed({}), await signed({}, 0, NOBODY)];
    for (const log of [mine, others]) await rm(join(log, "server.json"));
    expect(await isAlive(mine)).toBe(true);
    expect(await isAlive(others)).toBe(false);
  });

  it("is given again and again without a word where there is no folder", async () => {
    await giveSign(folder.path("gone"));
    expect(await isAlive(folder.path("gone"))).toBe(false);
  });
});
