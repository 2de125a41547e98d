import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { openTake } from "../../../server/takes/read-take.ts";
import { type EntryPoint, entryPoint } from "../../../server/takes/replay/entry-point.ts";
import { openTakeApart } from "../../../server/takes/replay/take-reader.ts";
import { ms } from "../../../shared/time/units.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { everything, playedLines, writeTakeOf } from "../../helpers/written-log.ts";

describe("a take that a thread of its own reads", () => {
  const folder = temporaryFolder();

  it("has the same lines from everywhere, several readings at a time", async () => {
    const place = folder.path("evening");
    await writeTakeOf(place, playedLines(1, 150));
    const take = await openTakeApart(place);
    const plain = await openTake(place);
    const moments = [undefined, ms(60_000.5), ms(149_000), ms(10_000)];
    const read = await Promise.all(moments.map((from) => everything(take.records(from))));
    for (const [i, from] of moments.entries()) expect(read[i]).toEqual(await everything(plain.records(from)));
    // Whoever leaves off leaves nothing in the way.
    for (let i = 0; i < 20; i++) await take.records(ms(1000 * i)).next();
    expect(await everything(take.records(ms(149_000)))).toEqual(read[2]);
    take.dispose();
    await expect(take.records().next()).rejects.toThrow("its reader has ended");
  });

  it("is entered as by whoever reads it here, with the lines from there on", async () => {
    const place = folder.path("entered");
    await writeTakeOf(place, playedLines(3, 130));
    const take = await openTakeApart(place);
    const plain = await openTake(place);
    for (const at of [1000, 30_000.5, 61_000, 500_000]) {
      const [is, was] = await Promise.all([take.enter(ms(at)), entryPoint(plain, ms(at))]);
      const all = async ({ lines, ...entered }: EntryPoint) => [
        entered,
        await everything({ [Symbol.asyncIterator]: () => lines }),
      ];
      expect(await all(is)).toEqual(await all(was));
    }
    take.dispose();
    await expect(take.enter(ms(1000))).rejects.toThrow("its reader has ended");
  });

  it("says what is damaged, and rejects what is no take", async () => {
    const place = folder.path("damaged");
    await writeTakeOf(place, playedLines(2, 150));
    await rm(`${place}/log/000001.jsonl.gz`);
    const take = await openTakeApart(place);
    await everything(take.records());
    expect(take.losses).toEqual([expect.stringContaining("the file before it is missing")]);
    take.dispose();
    await expect(openTakeApart(folder.path("nowhere"))).rejects.toThrow("There is no take");
  });
});
