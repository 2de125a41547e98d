import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { KeptFile, keptPathOf } from "../../../server/core/files/kept-file.ts";
import type { Report } from "../../../shared/events/report.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("a file that is kept", () => {
  const folder = temporaryFolder();
  let path: string;
  let reports: Report[];
  let time: VirtualTime;
  /** How long was waited for what was to happen later. */
  let pauses: number[];
  let file: KeptFile;
  let count = 0;

  const open = (): KeptFile =>
    new KeptFile({
      path,
      room: "house",
      time: {
        now: () => time.now(),
        wake: (at, run) => {
          pauses.push(at - time.now());
          return time.wake(at, run);
        },
      },
      report: (report) => reports.push(report),
    });
  const sentences = (): string[] => reports.map(({ text }) => text);
  const written = async (): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));

  beforeEach(() => {
    path = folder.path(`kept${count++}.json`);
    reports = [];
    pauses = [];
    time = new VirtualTime();
    file = open();
  });

  it("is not there before something is kept, and nobody complains", async () => {
    expect(await file.read()).toBeUndefined();
    await file.dispose();
    await expect(readFile(path)).rejects.toThrow();
    expect(reports).toEqual([]);
  });

  it("is written soon after the first of many changes, once, with the newest", async () => {
    let asked = 0;
    for (let knob = 0; knob < 300; knob++) {
      file.keep(() => {
        asked++;
        return { knob };
      });
      await time.advance(1);
    }
    expect(asked).toBe(0);
    await time.advance(200);
    await expect.poll(written).toEqual({ knob: 299 });
    expect(asked).toBe(1);
    file.keep(() => ({ knob: "last" }));
    await file.dispose();
    expect(await open().read()).toEqual({ knob: "last" });
    expect((await readdir(folder.path("."))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("that is no JSON is put aside before it is overwritten", async () => {
    await writeFile(path, '{ "left": {');
    expect(await file.read()).toBeUndefined();
    file.keep(() => ({ right: 1 }));
    await file.dispose();
    expect(await written()).toEqual({ right: 1 });
    expect(await readFile(`${path}.broken`, "utf8")).toBe('{ "left": {');
    expect(reports).toHaveLength(1);
    expect(reports[0]?.text).toMatch(
      /^kept\d+\.json: this is not JSON, line \d+, column \d+: .*; it is kept as kept\d+\.json\.broken,/,
    );
  });

  it("that cannot be put aside is left as it is until it can", async () => {
    await writeFile(path, "by hand");
    await mkdir(`${path}.broken`);
    await file.read();
    file.keep(() => ({ right: 1 }));
    await time.advance(400);
    await expect
      .poll(sentences)
      .toEqual([
        expect.stringMatching(
          /could not be put aside .* so it stays as it is\. What changes now is kept when it can be\.$/,
        ),
        expect.stringMatching(/could not be put aside .* It is tried again until it is kept\.$/),
      ]);
    expect(await readFile(path, "utf8")).toBe("by hand");
    await rm(`${path}.broken`, { recursive: true });
    await file.dispose();
    expect(await written()).toEqual({ right: 1 });
    expect(await readFile(`${path}.broken`, "utf8")).toBe("by hand");
  });

  it("that cannot be read is left as it is", async () => {
    await mkdir(path);
    expect(await file.read()).toBeUndefined();
    file.keep(() => 1);
    await file.dispose();
    expect(reports.map(({ text }) => text)).toEqual([expect.stringMatching(/cannot be read .*is not kept\.$/)]);
  });

  /** Time moves on to the next try once the disk has answered to the last; resolves with how long that was. */
  const nextTry = async (): Promise<number> => {
    await expect.poll(() => pauses.length).toBeGreaterThan(0);
    const pause = pauses.shift() ?? 0;
    await time.advance(pause);
    return pause;
  };

  it("that cannot be written says so once, and is tried again after pauses that grow, though nothing else changes", async () => {
    path = folder.path(`missing${count}/kept.json`);
    file = open();
    await file.read();
    file.keep(() => 1);
    const waited: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) waited.push(await nextTry());
    expect(waited).toEqual([400, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(sentences()).toEqual([
      expect.stringMatching(/could not be written .* It is tried again until it is kept\.$/),
    ]);
    file.keep(() => 2);
    await mkdir(folder.path(`missing${count}`));
    expect(await nextTry()).toBe(10_000);
    await expect.poll(() => written().catch(() => null)).toBe(2);
    await expect.poll(() => sentences().slice(1)).toEqual(["kept.json is kept again."]);
    file.keep(() => 3);
    expect(await nextTry()).toBe(400);
  });

  it("is tried once more at the end, and what is lost then is said", async () => {
    path = folder.path(`missing${count}/kept.json`);
    file = open();
    file.keep(() => 1);
    await nextTry();
    await expect.poll(sentences).toHaveLength(1);
    await file.dispose();
    expect(sentences()).toEqual([
      expect.stringContaining("tried again"),
      expect.stringMatching(/could not be written .* What was changed since then is lost\.$/),
    ]);
    await expect(readFile(path)).rejects.toThrow();
  });

  it("on a disk that never answers keeps nobody from ending", async () => {
    // A pipe that nobody reads: whoever opens it to write waits.
    path = folder.path(`hung${count}.json`);
    execFileSync("mkfifo", [join(folder.path("."), `.hung${count}.json.${process.pid}.tmp`)]);
    file = open();
    file.keep(() => 1);
    await time.advance(400);
    let ended = false;
    void file.dispose().then(() => (ended = true));
    await time.advance(600);
    expect(ended).toBe(false);
    await time.advance(400);
    expect(ended).toBe(true);
    expect(sentences()).toEqual([expect.stringContaining("the disk does not answer")]);
    // It answers after all: the last try is made.
    await readFile(join(folder.path("."), `.hung${count}.json.${process.pid}.tmp`));
    await expect.poll(written).toBe(1);
  });

  it("is gone when it is removed, and nothing is written any more", async () => {
    file.keep(() => 1);
    await time.advance(400);
    await expect.poll(written).toBe(1);
    file.keep(() => 2);
    await file.remove();
    file.keep(() => 3);
    await time.advance(20_000);
    await expect(readFile(path)).rejects.toThrow();
    expect(reports).toEqual([]);
  });

  it("that is larger than anything of ours is put aside unread", async () => {
    await writeFile(path, "");
    await truncate(path, 20 * 1024 * 1024);
    expect(await file.read()).toBeUndefined();
    expect(sentences()).toEqual([expect.stringMatching(/it has 21 MB, .*; it is kept as .*\.broken/)]);
  });

  it("lies beside the show, under its name", () => {
    expect(keptPathOf("/shows/tour.json", "projectors")).toBe("/shows/tour.projectors.json");
    expect(keptPathOf(null, "picture")).toBe("picture.json");
  });
});
