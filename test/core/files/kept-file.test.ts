import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
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
  let file: KeptFile;
  let count = 0;

  const open = (): KeptFile => new KeptFile({ path, room: "house", time, report: (report) => reports.push(report) });
  const written = async (): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));

  beforeEach(() => {
    path = folder.path(`kept${count++}.json`);
    reports = [];
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
    expect(reports[0]?.text).toMatch(/^kept\d+\.json: this is not JSON \(.*\); it is kept as kept\d+\.json\.broken,/);
  });

  it("that cannot be put aside is left as it is", async () => {
    await writeFile(path, "by hand");
    await mkdir(`${path}.broken`);
    await file.read();
    file.keep(() => ({ right: 1 }));
    await file.dispose();
    expect(await readFile(path, "utf8")).toBe("by hand");
    expect(reports.map(({ text }) => text)).toEqual([expect.stringMatching(/could not be put aside .*is not kept\.$/)]);
  });

  it("that cannot be read is left as it is", async () => {
    await mkdir(path);
    expect(await file.read()).toBeUndefined();
    file.keep(() => 1);
    await file.dispose();
    expect(reports.map(({ text }) => text)).toEqual([expect.stringMatching(/cannot be read .*is not kept\.$/)]);
  });

  it("that cannot be written says so each time, and is written when it can be", async () => {
    path = folder.path(`missing${count}/kept.json`);
    file = open();
    await file.read();
    file.keep(() => 1);
    await time.advance(400);
    await expect.poll(() => reports.map(({ text }) => text)).toEqual([expect.stringContaining("could not be written")]);
    await mkdir(folder.path(`missing${count}`));
    file.keep(() => 2);
    await file.dispose();
    expect(await written()).toBe(2);
  });

  it("lies beside the show, under its name", () => {
    expect(keptPathOf("/shows/tour.json", "projectors")).toBe("/shows/tour.projectors.json");
    expect(keptPathOf(null, "picture")).toBe("picture.json");
  });
});
