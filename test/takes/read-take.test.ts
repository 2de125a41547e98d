import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stateKeyOf, type TakeRecord } from "../../server/takes/log/record.ts";
import { openTake } from "../../server/takes/read-take.ts";
import { ms } from "../../shared/time/units.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER, headerOf, playedLines, writeTakeOf } from "../helpers/written-log.ts";

const LINES = playedLines(1, 200);

/** What is true just before a moment, by the lines themselves. */
const stateBefore = (at: number): readonly TakeRecord[] => {
  const state = new Map<string, TakeRecord>();
  for (const line of LINES) {
    const key = stateKeyOf(line);
    if (line.at >= at || key === null) continue;
    state.delete(key);
    state.set(key, line);
  }
  return [...state.values()];
};

describe("a take", () => {
  const folder = temporaryFolder();
  const write = async (name: string): Promise<string> => {
    await writeTakeOf(folder.path(name), LINES, 70_000);
    return folder.path(name);
  };

  it("gives back every line that was written, to the last digit and in order", async () => {
    const take = await openTake(await write("all"));
    expect(await readdir(folder.path("all/log"))).toEqual([
      "000000.jsonl.gz",
      "000001.jsonl.gz",
      "000002.jsonl.gz",
      "000003.jsonl",
    ]);
    expect(await everything(take.records(FOREVER.from, FOREVER.to))).toEqual(LINES);
    expect(take.losses).toEqual([]);
  });

  it("says first what is true at a moment, as it was told, and then what happens from there on", async () => {
    const take = await openTake(await write("seek"));
    for (const from of [1000, 1001, 60_999, 61_000, 100_000, 150_123.456, 200_990]) {
      const read = await everything(take.records(ms(from), ms(from + 5000)));
      const then = LINES.filter(({ at }) => at >= from && at <= from + 5000);
      expect(read, `from ${from}`).toEqual([...stateBefore(from), ...then]);
    }
    expect(await everything(take.records())).toEqual([
      ...stateBefore(70_000),
      ...LINES.filter(({ at }) => at >= 70_000),
    ]);
  });

  it("opens where its last line was cut short, and says so", async () => {
    const path = await write("cut");
    const last = join(path, "log/000003.jsonl");
    await truncate(last, (await readFile(last)).length - 5);
    const take = await openTake(path);
    expect(await everything(take.records(FOREVER.from, FOREVER.to))).toEqual(LINES.slice(0, -1));
    expect(take.losses).toEqual([`${join("cut", "log", "000003.jsonl")}: its last line is cut short and left out.`]);
  });

  it("goes on behind a file that is missing, and tells anew what is true there", async () => {
    const path = await write("gap");
    await rm(join(path, "log/000001.jsonl.gz"));
    const take = await openTake(path);
    const read = await everything(take.records(FOREVER.from, FOREVER.to));
    expect(read).toEqual([
      ...LINES.filter(({ at }) => at < 61_000),
      ...stateBefore(121_000),
      ...LINES.filter(({ at }) => at >= 121_000),
    ]);
    expect(take.losses).toEqual([`${join("gap", "log", "000002.jsonl")}: the file before it is missing.`]);
  });

  it("says so where files are missing at its beginning, at its end, or all of them", async () => {
    const losses = async (name: string, gone: readonly string[]): Promise<readonly string[]> => {
      const path = await write(name);
      for (const file of gone) await rm(join(path, "log", file), { recursive: true });
      const take = await openTake(path);
      await everything(take.records());
      return take.losses;
    };
    // It begins at 70 s, in the second file: the first is its prelude.
    expect(await losses("no-prelude", ["000000.jsonl.gz"])).toEqual([]);
    expect(await losses("no-beginning", ["000000.jsonl.gz", "000001.jsonl.gz"])).toEqual([
      `${join("no-beginning", "log", "000002.jsonl")}: the file before it is missing.`,
    ]);
    expect(await losses("no-end", ["000002.jsonl.gz", "000003.jsonl"])).toEqual([
      `${join("no-end", "log", "000001.jsonl")}: the files behind it are missing.`,
    ]);
    const all = ["000000.jsonl.gz", "000001.jsonl.gz", "000002.jsonl.gz", "000003.jsonl"];
    expect(await losses("empty", all)).toEqual([`${folder.path("empty/log")} holds no file of a log.`]);
    expect(await losses("gone", [""])).toEqual([`${folder.path("gone/log")} is missing.`]);
  });

  it("leaves out lines that are damaged, and says how many and where", async () => {
    const path = await write("broken");
    const last = join(path, "log/000003.jsonl");
    const lines = (await readFile(last, "utf8")).split("\n");
    lines[40] = lines[40]?.replace('"at":', '"at";') ?? "";
    lines[60] = lines[60]?.replace(/"kind":"\w+"/, '"kind":"rumour"') ?? "";
    await writeFile(last, lines.join("\n"));
    const take = await openTake(path);
    const read = await everything(take.records(FOREVER.from, FOREVER.to));
    expect(read).toHaveLength(LINES.length - 2);
    expect(take.losses).toEqual([
      `${join("broken", "log", "000003.jsonl")}: 2 lines are damaged and left out, the first in line 41.`,
    ]);
  });

  it("is refused in one sentence where it is none", async () => {
    await folder.write("file", "");
    await writeTakeOf(folder.path("older"), LINES.slice(0, 2));
    const refusals = [
      [folder.path("nowhere"), `There is no take ${folder.path("nowhere")}; "antiphon takes" lists those there are.`],
      [folder.path("file"), `${folder.path("file")} is no take: it is no folder.`],
      [folder.path("."), `${folder.path(".")} is no take: there is no take.json in it.`],
    ];
    for (const [path = "", sentence] of refusals) await expect(openTake(path)).rejects.toThrow(sentence);
    const changed = async (change: object): Promise<string> => {
      await folder.write("older/take.json", JSON.stringify({ ...headerOf(0, 1), ...change }));
      return openTake(folder.path("older")).then(
        () => "",
        (error: Error) => error.message,
      );
    };
    const path = folder.path("older");
    expect(await changed({})).toBe("");
    expect(await changed({ take: "tape" })).toBe(`${path} is no take: take.json in it is something else.`);
    expect(await changed({ version: 9 })).toBe(
      `${path} was recorded by a newer Antiphon (takes of version 9); this one reads up to 1: play it with that one.`,
    );
    expect(await changed({ from: "soon" })).toBe(
      `${join(path, "take.json")} is damaged: from must be a number, not "soon".`,
    );
  });
});
