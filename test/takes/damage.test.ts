import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTake } from "../../server/takes/read-take.ts";
import { Random } from "../../shared/chance/random.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER, playedLines, writeTakeOf } from "../helpers/written-log.ts";

const TRIES = 1000;
/** So many at once: each waits for the disk more than it works. */
const AT_ONCE = 10;
/** One sentence: it begins with what it is about, and ends with a full stop. */
const SENTENCE = /^[^\n]{10,900}\.$/;

describe("takes that are cut or changed at random bytes", () => {
  const folder = temporaryFolder();

  it("open or say in one sentence why not, and whatever is whole is read", async () => {
    const lines = playedLines(5, 130, 0.5);
    const told = { refused: 0, lost: 0, unhurt: 0 };
    const damage = async (first: number): Promise<void> => {
      const take = folder.path(`damaged-${first}`);
      await writeTakeOf(take, lines);
      const files = ["take.json", ...(await readdir(join(take, "log"))).map((name) => join("log", name))];
      expect(files).toHaveLength(4);
      for (let seed = first; seed < TRIES; seed += AT_ONCE) {
        const random = new Random(seed, "damage");
        const below = (limit: number): number => Math.floor(random.next() * limit);
        const name = files[below(files.length)] ?? "";
        const whole = await readFile(join(take, name));
        const bytes = Buffer.from(whole);
        const isCut = random.next() < 0.4;
        if (!isCut) for (let change = 0; change <= below(4); change++) bytes[below(bytes.length)] = below(256);
        await writeFile(join(take, name), isCut ? bytes.subarray(0, below(bytes.length)) : bytes);

        const opened = await openTake(take).catch((error: Error) => error.message);
        const read = typeof opened === "string" ? [] : await everything(opened.records(FOREVER.from, FOREVER.to));
        await writeFile(join(take, name), whole);
        if (typeof opened === "string") {
          expect(opened, `seed ${seed}, ${name}`).toMatch(SENTENCE);
          expect(name).toBe("take.json");
          told.refused++;
          continue;
        }
        for (const sentence of opened.losses) expect(sentence, `seed ${seed}, ${name}`).toMatch(SENTENCE);
        if (opened.losses.length > 0) {
          told.lost++;
          continue;
        }
        // Without a word of loss everything is as it was written, but for what plain text cannot tell: a line that is
        // changed and still says something, and an end between two lines.
        if (name.endsWith(".jsonl")) {
          expect(read.length, `seed ${seed}, ${name}`).toBeLessThanOrEqual(lines.length);
          if (!isCut) expect(read.length, `seed ${seed}, ${name}`).toBe(lines.length);
        } else expect(read, `seed ${seed}, ${name}`).toEqual(lines);
        told.unhurt++;
      }
    };
    await Promise.all([...Array(AT_ONCE).keys()].map(damage));
    expect(told.refused + told.lost).toBeGreaterThan(TRIES / 2);
    expect(told.lost).toBeGreaterThan(TRIES / 5);
  });
});
