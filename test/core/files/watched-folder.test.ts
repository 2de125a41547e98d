import { execFile } from "node:child_process";
import { appendFile, chmod, mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { WatchedFolder, type WatchedFolderOptions } from "../../../server/core/files/watched-folder.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const scratch = temporaryFolder();
let round = 0;
const open: WatchedFolder[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.dispose();
});

const rig = async (more: Partial<WatchedFolderOptions> = {}, make = true) => {
  const path = more.path ?? scratch.path(`f${++round}`);
  if (make) await mkdir(path, { recursive: true });
  const refused: string[] = [];
  let changes = 0;
  const folder = new WatchedFolder({
    path,
    wants: (entry) => (entry.isDirectory() ? "folder" : "file"),
    settle: 60,
    changed: () => {
      changes++;
    },
    cannotRead: (what, reason) => refused.push(`${basename(what)}: ${reason}`),
    time: monotonicTime,
    ...more,
  });
  open.push(folder);
  const names = (): string[] => [...folder.files.keys()].map((file) => file.slice(path.length + 1)).sort();
  const put = async (name: string, text = "x"): Promise<void> => {
    await mkdir(join(path, name, ".."), { recursive: true });
    await writeFile(join(path, name), text);
  };
  const shows = (...expected: string[]) => expect.poll(names).toEqual(expected);
  return { path, folder, refused, names, put, shows, changes: () => changes };
};

describe("a watched folder", () => {
  it("has all that is there after the first look, also in its folders, with size and time", async () => {
    const { path, folder, put, names, changes } = await rig();
    await put("a.txt", "123");
    await put("in/b.txt");
    await utimes(join(path, "a.txt"), 1000, 1000);
    await folder.look();
    expect(names()).toEqual(["a.txt", "in/b.txt"]);
    expect(folder.files.get(join(path, "a.txt"))).toEqual({ size: 3, changed: 1_000_000 });
    expect([folder.exists, folder.growing, folder.left, changes()]).toEqual([true, [], 0, 1]);
  });

  it("sees what comes, changes, is renamed and goes, in its folders too", async () => {
    const { path, folder, put, shows } = await rig();
    await put("a");
    await folder.look();
    await put("in/deep/b");
    await shows("a", "in/deep/b");
    await put("in/deep/c");
    await shows("a", "in/deep/b", "in/deep/c");
    await put("a", "longer");
    await expect.poll(() => folder.files.get(join(path, "a"))?.size).toBe(6);
    await writeFile(join(path, "beside"), "twelve chars");
    await rename(join(path, "beside"), join(path, "a"));
    await expect.poll(() => folder.files.get(join(path, "a"))?.size).toBe(12);
    await rename(join(path, "in"), join(path, "out"));
    await shows("a", "out/deep/b", "out/deep/c");
    await rm(join(path, "out"), { recursive: true });
    await shows("a");
  });

  it("finds a folder that comes later, with the folders around it", async () => {
    const { path, folder, put, shows } = await rig({ path: scratch.path(`late${++round}/in/here`) }, false);
    await folder.look();
    expect(folder.exists).toBe(false);
    await mkdir(path, { recursive: true });
    await put("a");
    await shows("a");
    expect(folder.exists).toBe(true);
  });

  it("goes on when the folder is deleted and made again, or another is put in its place", async () => {
    const { path, folder, put, shows } = await rig();
    await folder.look();
    for (const name of ["one", "two"]) {
      await put(name);
      await shows(name);
      await rm(path, { recursive: true });
      await expect.poll(() => folder.exists).toBe(false);
    }
    await put("three");
    await shows("three");
    await mkdir(`${path}-new`);
    await writeFile(`${path}-new/four`, "4");
    await rename(path, `${path}-old`);
    await rename(`${path}-new`, path);
    await shows("four");
    await put("five");
    await shows("five", "four");
  });

  it("leaves out what is still being written, and has what is replaced as it was until then", async () => {
    const time = new VirtualTime();
    const { path, folder, put, names } = await rig({ time });
    await put("old", "1");
    await folder.look();
    await put("new", "1");
    for (let i = 0; i < 5; i++) {
      await appendFile(join(path, "new"), "more");
      await appendFile(join(path, "old"), "more");
      await folder.look();
      expect(names()).toEqual(["old"]);
      expect(folder.files.get(join(path, "old"))?.size).toBe(1);
      expect(folder.growing.map((file) => basename(file))).toEqual(["new", "old"]);
    }
    await folder.look();
    expect(names()).toEqual(["new", "old"]);
    expect([folder.files.get(join(path, "old"))?.size, folder.growing]).toEqual([21, []]);
  });

  it("tells only when something is other than before", async () => {
    const { folder, put, changes } = await rig({ time: new VirtualTime() });
    for (let i = 0; i < 5; i++) await folder.look();
    expect(changes()).toBe(1);
    await put("a");
    for (let i = 0; i < 5; i++) await folder.look();
    expect(changes()).toBe(3);
  });

  it("looks from time to time where the disk tells of nothing, and soon at what grows", async () => {
    const time = new VirtualTime();
    const { folder, put, names } = await rig({ time });
    await folder.look();
    await put("a");
    const advance = async (by: number): Promise<void> => {
      await time.advance(by);
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    for (let i = 0; i < 20; i++) await advance(200);
    expect(names()).toEqual(["a"]);
  });

  it("does not wait with looking until a long copy is over", async () => {
    const { path, folder, put, names } = await rig();
    await folder.look();
    await put("small");
    let over = false;
    const copying = (async () => {
      while (!over) await appendFile(join(path, "large"), "more");
    })();
    await expect.poll(names).toContain("small");
    over = true;
    await copying;
  });

  it("looks at no more files than it may, the first by name, and counts the rest", async () => {
    const { folder, put, names } = await rig({ most: 3 });
    for (let i = 9; i >= 0; i--) await put(String(i));
    await folder.look();
    expect(names()).toEqual(["0", "1", "2"]);
    expect(folder.left).toBe(7);
  });

  it("passes over what is not wanted, and does not look into folders that are not", async () => {
    const { path, folder, put, names } = await rig({
      wants: (entry) =>
        entry.isDirectory() ? (entry.name === "no" ? null : "folder") : entry.isFile() ? "file" : null,
    });
    await put("yes/a");
    await put("no/b");
    await symlink(path, join(path, "round and round"));
    await folder.look();
    expect(names()).toEqual(["yes/a"]);
  });

  it("looks at files that lie elsewhere too", async () => {
    const { folder, names } = await rig();
    const other = await rig();
    await other.put("a");
    await folder.look();
    const elsewhere = join(other.path, "a");
    await folder.also([elsewhere]);
    expect(folder.files.get(elsewhere)?.size).toBe(1);
    await other.put("a", "longer");
    await expect.poll(() => folder.files.get(elsewhere)?.size).toBe(6);
    await folder.also([]);
    await expect.poll(names).toEqual([]);
  });

  it("says once what cannot be read, and tries it again", async () => {
    const { path, folder, put, refused, names } = await rig({}, false);
    await writeFile(path, "a file");
    for (let i = 0; i < 3; i++) await folder.look();
    expect(refused).toEqual([expect.stringContaining("ENOTDIR")]);
    await rm(path);
    await put("a");
    await expect.poll(names).toEqual(["a"]);
    await symlink("itself", join(path, "itself"));
    await expect.poll(() => refused.length).toBe(2);
    for (let i = 0; i < 3; i++) await folder.look();
    expect(refused[1]).toMatch(/^itself: ELOOP/);
    expect(names()).toEqual(["a"]);
  });

  it.skipIf(process.getuid?.() === 0)("tries a folder again that it was not allowed to read", async () => {
    const { path, folder, put, refused, shows } = await rig();
    await put("a");
    await chmod(path, 0);
    for (let i = 0; i < 3; i++) await folder.look();
    expect(refused).toEqual([expect.stringContaining("EACCES")]);
    await chmod(path, 0o755);
    await shows("a");
  });

  it("keeps no process alive when it is disposed of, not even while it looks", async () => {
    const script = `
      import { WatchedFolder } from "./server/core/files/watched-folder.ts";
      import { monotonicTime } from "./server/core/time/monotonic.ts";
      const of = () => new WatchedFolder({ path: ".", wants: (e) => e.isDirectory() ? null : "file", changed: () => {}, cannotRead: () => {}, time: monotonicTime });
      const one = of(); await one.look(); one.dispose();
      const other = of(); void other.look(); other.dispose();
      console.log("disposed");`;
    const run = promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      timeout: 30_000,
    });
    expect((await run).stdout).toBe("disposed\n");
  });
});
