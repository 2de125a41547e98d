import { copyFile, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Finish } from "../../../server/picture/recordings/finish.ts";
import { Finishing } from "../../../server/picture/recordings/finishing.ts";
import type { Report } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { settle, VirtualTime } from "../../helpers/virtual-time.ts";

const STREAMED = "test/fixtures/recordings/chromium.mp4";
const NAME = "2026-01-02_03-04-05_tour.mp4";
const NOW = new Date(2026, 0, 2, 4, 0, 0);

const house = temporaryFolder();
let folders = 0;

const rig = async (finish?: Finish) => {
  const path = join(house.path(`${++folders}`), "recordings");
  const time = new VirtualTime();
  const reports: Report[] = [];
  const report = (one: Report): unknown => reports.push(one);
  const finishing = new Finishing({
    folder: path,
    today: () => NOW,
    time,
    report,
    ...(finish === undefined ? {} : { finish }),
  });
  await mkdir(path, { recursive: true });
  /** Puts a file there that was last written so many seconds ago. */
  const put = async (name: string, ago: number, content: string | null = null): Promise<void> => {
    if (content === null) await copyFile(STREAMED, join(path, name));
    else await writeFile(join(path, name), content);
    const then = new Date(NOW.getTime() - 1000 * ago);
    await utimes(join(path, name), then, then);
  };
  const sentences = (): string[] => reports.map(({ level, text }) => `${level}: ${text}`);
  return { path, time, reports, finishing, put, sentences, names: async () => (await readdir(path)).toSorted() };
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await settle();
};

describe("a recording that is over", () => {
  it("is written anew with length and index, and has its name when that is done", async () => {
    const { path, finishing, put, sentences, names } = await rig();
    await put(`${NAME}.part`, 0);
    expect(await finishing.finish(`${NAME}.part`, "", ms(0))).toBe(join("recordings", NAME));
    expect(await names()).toEqual([NAME]);
    expect((await readFile(join(path, NAME))).includes("moof")).toBe(false);
    expect((await readFile(STREAMED)).includes("moof")).toBe(true);
    expect(sentences()).toEqual([`info: Recorded: ${join("recordings", NAME)}.`]);
  });

  it("stays as it was recorded when it cannot be finished, and one sentence says so", async () => {
    const { path, finishing, put, sentences, names } = await rig();
    await put(`${NAME}.part`, 0, "no film at all");
    await put(NAME, 0, "of before");
    const name = NAME.replace(".mp4", "-2.mp4");
    expect(await finishing.finish(`${NAME}.part`, "", ms(0))).toBe(join("recordings", name));
    expect(await names()).toEqual([name, NAME].toSorted());
    expect(await readFile(join(path, name), "utf8")).toBe("no film at all");
    expect(sentences()[1]).toMatch(/^warning: .*-2\.mp4 is as it was recorded, without length and index.*: .+\.$/);
  });

  it("is waited for when the server ends, but not for ever", async () => {
    const { time, finishing, put } = await rig(() => new Promise(() => {}));
    await put(`${NAME}.part`, 0);
    void finishing.finish(`${NAME}.part`, "", ms(0));
    let ended = false;
    void finishing.dispose().then(() => (ended = true));
    await time.advance(1000);
    expect(ended).toBe(false);
    await time.advance(60_000);
    expect(ended).toBe(true);
  });
});

describe("recordings that a crash has left", () => {
  it("are finished once nobody can be adding to them any more, and nothing else is touched", async () => {
    const { path, time, finishing, put, sentences, names } = await rig();
    const others = ["2026-01-02_03-59-58_growing.mp4.part", "film.mp4.part", "2026-01-01_00-00-00_old.mp4"];
    await put(`${NAME}.part`, 600);
    await put(others[0] ?? "", 2);
    await put(others[1] ?? "", 600);
    await put(others[2] ?? "", 600);
    finishing.lookForLeft();
    await time.advance(10_000);
    expect(await names()).toContain(`${NAME}.part`);
    await time.advance(30_000);
    await until(() => sentences().length > 0);
    expect(sentences()).toEqual([`info: A recording that was cut off is finished: ${join("recordings", NAME)}.`]);
    expect(await names()).toEqual([...others, NAME].toSorted());
    expect((await readFile(join(path, NAME))).includes("moof")).toBe(false);
  });

  it("are no matter where there is no folder", async () => {
    const { time, finishing, sentences, path } = await rig();
    await rm(path, { recursive: true });
    finishing.lookForLeft();
    await time.advance(60_000);
    expect(sentences()).toEqual([]);
  });
});
