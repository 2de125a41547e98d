import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { LogThread } from "../../server/takes/log/log-thread.ts";
import { segmentNumber } from "../../server/takes/log/segment.ts";
import { openTake } from "../../server/takes/read-take.ts";
import { RUNNING_FOLDER, recoverTakes, runningName } from "../../server/takes/recover.ts";
import { Takes } from "../../server/takes/takes.ts";
import { busyLine, firstLine } from "../../server/tools/bench/busy-band.ts";
import { Random } from "../../shared/chance/random.ts";
import type { Report } from "../../shared/events/report.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER, headerOf, playedLines, writeLog } from "../helpers/written-log.ts";

const isSegment = (name: string): boolean => segmentNumber(name) >= 0;

describe("takes", () => {
  const folder = temporaryFolder();
  let place = "";
  let count = 0;
  let log: LogThread;
  let takes: Takes;
  let reports: Report[];
  const random = new Random(3, "takes");
  let number = 0;
  const open = (): void => {
    const name = runningName(process.pid, ++count);
    reports = [];
    const common = {
      time: monotonicTime,
      report: (report: Report) => void reports.push(report),
      onListenerError: (error: unknown) => {
        throw error;
      },
    };
    log = new LogThread({ folders: { takes: place, log: join(place, RUNNING_FOLDER, name) }, ...common });
    const { antiphon, protocol, show, showFile, seed, run } = headerOf(0, null);
    takes = new Takes({
      folder: place,
      runningName: name,
      log,
      facts: { antiphon, protocol, show, showFile, seed, run },
      places: () => [{ voice: "model1", model: "models/small", place: folder.path("small") }],
      scenes: () => [{ name: "mine", version: "abc" }],
      today: () => new Date(),
      ...common,
    });
    log.push(firstLine(log.now()));
  };
  const play = (lines: number): void => {
    for (let line = 0; line < lines; line++) log.push(busyLine(random, ++number, log.now()));
  };
  const pause = (length: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, length));
  const names = async (): Promise<string[]> => (await readdir(place)).filter((name) => !name.startsWith("."));
  const shelved = (): readonly string[] => takes.shelf.takes.map(({ name }) => name);
  beforeEach(async () => {
    place = folder.path(`takes-${count}`);
    await mkdir(folder.path("small"), { recursive: true });
    await folder.write("small/config.json", "{}");
    open();
  });
  afterEach(() => takes.dispose());

  it("have in them what was played from their beginning to their end, and all before it from the start on", async () => {
    play(50);
    await pause(5);
    await takes.begin();
    expect(takes.state.take).toMatchObject({ name: (await names())[0] });
    await pause(5);
    play(100);
    takes.mark("that was it");
    await pause(5);
    await takes.end();
    await pause(5);
    play(7);
    const take = await openTake(join(place, (await names())[0] ?? ""));
    const inside = await everything(take.records());
    expect(inside.filter(({ at }) => at >= take.header.from)).toHaveLength(101);
    expect(await everything(take.records(FOREVER.from))).toHaveLength(152);
    expect(take.header).toMatchObject({
      whole: true,
      logAt: null,
      marks: [{ words: "that was it" }],
      models: [{ voice: "model1", model: "models/small", hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      scenes: [{ name: "mine", version: "abc" }],
      tempi: [{ tempo: 120, metre: [4, 4], playing: true }],
    });
    expect(take.header.counts.hits).toBe(inside.filter(({ kind }) => kind === "hit").length);
  });

  it("are made of what was played before one knew that it was good", async () => {
    play(30);
    await expect.poll(() => takes.state.keptSince).not.toBe(null);
    await takes.keep(1);
    const [name = ""] = await names();
    const take = await openTake(join(place, name));
    expect(await everything(take.records())).toHaveLength(31);
    expect(reports.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Kept: .*, 0:\d\d minutes\.$/));
    // What is played on does not come into it.
    play(10);
    await pause(100);
    expect(await everything((await openTake(join(place, name))).records(FOREVER.from))).toHaveLength(31);
  });

  it("are begun and ended once, and whoever asks otherwise is told why not", async () => {
    await expect(takes.end()).rejects.toThrow("No take is being recorded.");
    const beginning = takes.begin();
    await expect(takes.begin()).rejects.toThrow("A take is being begun or ended; wait a moment.");
    await beginning;
    const name = takes.state.take?.name ?? "";
    await expect(takes.begin()).rejects.toThrow(`The take ${name} is being recorded already.`);
    await expect(takes.remove(name)).rejects.toThrow(`The take ${name} is being recorded; end it first.`);
    await takes.end();
    expect(takes.state.take).toBe(null);
  });

  it("are renamed, deleted and had back, and never laid over one another", async () => {
    await takes.keep(1);
    await takes.keep(1);
    await expect.poll(shelved).toHaveLength(2);
    const [one = "", other = ""] = shelved();
    await expect(takes.rename(one, other)).rejects.toThrow(`There is a take ${other} already.`);
    await expect(takes.rename("nothing", "x")).rejects.toThrow('There is no take "nothing"; there are');
    await takes.rename(one, "the good one");
    await expect.poll(shelved).toContain("the good one");
    await takes.remove("the good one");
    await expect.poll(shelved).toEqual([other]);
    await expect.poll(() => takes.shelf.deleted).toEqual(["the good one"]);
    // Deleted twice by mistake, it is still there.
    await expect(takes.remove("the good one")).rejects.toThrow('There is no take "the good one"');
    await takes.haveBack("the good one");
    await expect.poll(shelved).toContain("the good one");
    await expect(takes.haveBack("the good one")).rejects.toThrow('There is no deleted take "the good one"');
  });

  it("end with a sentence where nothing can be written any more, and are finished and go on when it can", async () => {
    await takes.begin();
    const first = takes.state.take?.name ?? "";
    play(20);
    const running = join(place, RUNNING_FOLDER, runningName(process.pid, count));
    await expect.poll(async () => (await readdir(running)).filter(isSegment)).toHaveLength(1);
    await pause(100);
    // As when the disk is full or gone: the folder of the log is a file.
    await rename(running, `${running}.aside`);
    await writeFile(running, "");
    log.begin(log.now());
    const text = (): string => reports.map((report) => report.text).join("\n");
    await expect.poll(text).toMatch(/^The take \S+ has ended \(.+\); what was recorded until then is in it/m);
    const ended = log.now();
    expect(takes.state).toMatchObject({ take: null, stopped: expect.any(String) });
    await expect(takes.keep(1)).rejects.toThrow(/^No take in .*: /);
    expect(() => takes.mark("unheard")).toThrow(/^Nothing is marked: .+\.$/);
    await expect(takes.rename(first, "x")).rejects.toThrow(
      `The take ${first} is not finished yet; try again when it is.`,
    );
    await rm(running);
    await rename(`${running}.aside`, running);
    await expect.poll(text).toMatch(/^The take goes on as \S+\.$/m);
    await expect.poll(() => openTake(join(place, first)).then(({ header }) => header.to)).not.toBe(null);
    expect(takes.state).toMatchObject({ take: { name: expect.any(String) }, stopped: null });
    play(5);
    await takes.end();
    // Nothing that was played later has come into the first.
    const { header, records } = await openTake(join(place, first));
    expect(header.logAt).toBe(null);
    expect(header.to).toBeLessThanOrEqual(ended);
    expect((await everything(records())).filter(({ at }) => at >= header.from)).toHaveLength(20);
  });

  it("that a crash has left open are finished by the next start, and its log goes", async () => {
    const dead = runningName(2 ** 22 + 1, 5);
    const lines = playedLines(4, 70, 10);
    await writeLog(join(place, RUNNING_FOLDER, dead), lines);
    const left = join(place, "cut off");
    await mkdir(left, { recursive: true });
    const header = { ...headerOf(5000, null), logAt: join("..", RUNNING_FOLDER, dead) };
    await writeFile(join(left, "take.json"), JSON.stringify(header));
    // It can be opened before anybody has put it in order.
    expect(await everything((await openTake(left)).records(FOREVER.from))).toHaveLength(lines.length);
    takes.open();
    await expect
      .poll(() => reports.map(({ text }) => text).join())
      .toContain("The take cut off was cut off, and is finished");
    expect(await readdir(join(place, RUNNING_FOLDER))).not.toContain(dead);
    const take = await openTake(left);
    expect(take.header.to).toBe(lines.at(-1)?.at);
    expect(await everything(take.records(FOREVER.from))).toHaveLength(lines.length);
    expect(await recoverTakes(place, "")).toEqual([]);
  });

  it("leave nothing behind where nothing was kept", async () => {
    play(10);
    await expect.poll(() => takes.state.keptSince).not.toBe(null);
    await takes.dispose();
    await expect(readFile(place)).rejects.toThrow("ENOENT");
  });
});
