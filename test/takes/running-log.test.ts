import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { LookForRoom } from "../../server/core/files/disk-room.ts";
import type { LogNews } from "../../server/takes/log/log-messages.ts";
import { LogReader } from "../../server/takes/log/read-log.ts";
import { RunningLog } from "../../server/takes/log/running-log.ts";
import { ms } from "../../shared/time/units.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";
import { everything, FOREVER, playedLines } from "../helpers/written-log.ts";

const GIB = 1024 ** 3;
const LINE = (at: number): string => `${JSON.stringify({ kind: "step", at, step: at })}\n`;

describe("the log of a server that runs", () => {
  const folder = temporaryFolder();
  const time = new VirtualTime();
  let log: RunningLog | null = null;
  let told: LogNews[] = [];
  const open = (
    name: string,
    lookForRoom: LookForRoom = async () => ({ free: 9 * GIB, total: 10 * GIB }),
    more = {},
  ) => {
    told = [];
    log = new RunningLog({ folder: folder.path(name), lookForRoom, tell: (news) => told.push(news), time, ...more });
    return log;
  };
  const said = (): readonly string[] => told.map(({ tell }) => tell).filter((tell) => tell !== "grown");
  afterEach(() => log?.dispose());

  it("has every line on the disk when it is told of the next, in files that are compressed when they are full", async () => {
    const running = open("plain");
    running.begin({ at: ms(0), state: 0, lost: 0 }, "");
    running.append(1, LINE(1));
    expect(await everything(new LogReader(folder.path("plain")).records(FOREVER.from, FOREVER.to))).toHaveLength(1);
    running.begin({ at: ms(60_000), state: 0, lost: 0 }, "");
    await running.settled;
    expect((await readdir(folder.path("plain"))).sort()).toEqual(["000000.jsonl.gz", "000001.jsonl"]);
    expect(running.isWhole).toBe(true);
  });

  it("wants another file where nothing has been played for longer than one holds", async () => {
    const running = open("silent");
    running.begin({ at: time.now(), state: 0, lost: 0 }, "");
    await time.advance(58_000);
    expect(said()).toEqual([]);
    await time.advance(6000);
    expect(said()).toContain("wants");
  });

  it("goes on after the files of an earlier thread, and never writes over one", async () => {
    const first = open("again");
    first.begin({ at: ms(0), state: 0, lost: 0 }, "");
    first.append(1, LINE(1));
    await first.dispose();
    const second = open("again");
    second.begin({ at: ms(10), state: 0, lost: 0 }, "");
    second.append(1, LINE(11));
    expect(second.isWhole).toBe(false);
    const reader = new LogReader(folder.path("again"));
    expect((await everything(reader.records(FOREVER.from, FOREVER.to))).map(({ at }) => at)).toEqual([1, 11]);
  });

  it("stops with one sentence where the disk has little left, and goes on when it has room again", async () => {
    let free = 9 * GIB;
    const running = open("full", async () => ({ free, total: 100 * GIB }));
    running.begin({ at: ms(0), state: 0, lost: 0 }, "");
    running.append(1, LINE(1));
    free = GIB / 2;
    await time.advance(6000);
    expect(told.filter(({ tell }) => tell === "stopped")).toEqual([
      { tell: "stopped", reason: "only 537 MB of the disk are free, and a recording leaves 1.1 GB" },
    ]);
    running.append(3, LINE(2));
    free = 9 * GIB;
    await time.advance(3000);
    expect(said()).toEqual(["stopped", "wants"]);
    running.begin({ at: ms(20_000), state: 0, lost: 0 }, "");
    running.append(1, LINE(20_001));
    expect(said()).toEqual(["stopped", "wants", "goes-on"]);
    expect(running.isWhole).toBe(false);
    const reader = new LogReader(folder.path("full"));
    expect((await everything(reader.records(FOREVER.from, FOREVER.to))).map(({ at }) => at)).toEqual([1, 20_001]);
    expect(reader.losses).toEqual([expect.stringMatching(/000001\.jsonl: 3 lines before it could not be written\.$/)]);
  });

  it("says once why it cannot write at all, and begins as soon as it can", async () => {
    // A file lies where the folder should be: nobody may write there, whoever runs this.
    await folder.write("blocked", "");
    const running = open("blocked/log");
    running.begin({ at: ms(0), state: 0, lost: 0 }, "");
    running.append(1, LINE(1));
    running.begin({ at: ms(1), state: 0, lost: 0 }, "");
    expect(told).toEqual([{ tell: "stopped", reason: expect.stringMatching(/EEXIST|ENOTDIR/) }]);
    await rm(folder.path("blocked"));
    running.begin({ at: ms(2), state: 0, lost: 0 }, "");
    running.append(1, LINE(3));
    expect(said()).toEqual(["stopped", "goes-on"]);
    expect(await readdir(folder.path("blocked/log"))).toEqual(["000000.jsonl"]);
  });

  it("drops its oldest files when there are too many, but for ten minutes and what a take needs", async () => {
    const running = open("long", undefined, { mostBytes: 20_000 });
    const lines = playedLines(3, 60, 20, 0).map((line) => `${JSON.stringify(line)}\n`);
    const kept = async (): Promise<number | undefined> => {
      await running.settled;
      return Math.min(...(await readdir(folder.path("long"))).map(Number.parseFloat));
    };
    const playMinutes = (from: number, to: number): void => {
      for (let minute = from; minute < to; minute++) {
        running.begin({ at: ms(minute * 60_000), state: 0, lost: 0 }, "");
        running.append(lines.length, lines.join(""));
      }
    };
    playMinutes(0, 10);
    expect(await kept()).toBe(0);
    playMinutes(10, 20);
    expect(await kept()).toBe(9);
    running.hold(ms(15 * 60_000));
    playMinutes(20, 40);
    expect(await kept()).toBe(15);
    running.hold(null);
    playMinutes(40, 41);
    expect(await kept()).toBe(30);
    expect(running.isWhole).toBe(false);
  });

  it("looks at nothing that is not its own", async () => {
    await writeFile(folder.path("stranger.jsonl"), "{}");
    const reader = new LogReader(join(folder.path("stranger.jsonl")));
    expect(await everything(reader.records(FOREVER.from, FOREVER.to))).toEqual([]);
    expect(reader.losses).toEqual([expect.stringMatching(/stranger\.jsonl cannot be read: .*ENOTDIR/)]);
  });
});
