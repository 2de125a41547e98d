import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { loadShow } from "../../server/core/show/show-file.ts";
import { writtenShow } from "../../server/core/show/written-show.ts";
import { Random } from "../../shared/chance/random.ts";
import { Besieged } from "../helpers/besieged.ts";
import { print, ROUNDS, SEED } from "../helpers/siege.ts";
import { mutated, oneOf, strangeBytes, strangeValue } from "../helpers/strange.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const FILES = 400;
/** What is kept beside a show, by the ends of the names. */
const KEPT = ["picture", "projectors", "media", "session"];

describe("show files that are none", () => {
  const folder = temporaryFolder();

  it("are refused with a sentence that names the file, or play", async () => {
    const usual = writtenShow(await loadShow(null, projectFolder));
    let refused = 0;
    for (let i = 0; i < FILES * ROUNDS; i++) {
      const random = new Random(SEED + i, "shows");
      const path = await folder.write("hostile.json", strangeFile(random, usual));
      const outcome = await loadShow(path, projectFolder).catch((error: Error) => error);
      if (!(outcome instanceof Error)) continue;
      refused++;
      expect(outcome.constructor, `${SEED + i}: ${outcome.stack}`).toBe(Error);
      expect(outcome.message).toMatch(/^hostile\.json.*[^.]\.$/s);
      expect(outcome.message.length).toBeLessThan(1000);
    }
    print(`${FILES * ROUNDS} show files, seeds from ${SEED}; ${refused} refused, each with a sentence`);
  });

  it("beside a show, where things are kept, do not keep it from playing", async () => {
    const path = folder.path("kept.json");
    for (let round = 0; round < ROUNDS; round++) {
      const random = new Random(SEED + round, "kept");
      for (const name of KEPT)
        await writeFile(
          folder.path(`kept.${name}.json`),
          strangeFile(random, JSON.stringify(strangeValue(random) ?? {})),
        );
      const besieged = await Besieged.begin(path);
      await besieged.expectWell();
      await besieged.end();
    }
    print(`${KEPT.length * ROUNDS} kept files, seeds from ${SEED}; the show plays with all of them`);
  });
});

/** Mutilated text, something else in place of one of its values, or bytes. */
const strangeFile = (random: Random, text: string): Uint8Array => {
  const bytes = new TextEncoder().encode(text);
  const kind = random.next();
  if (kind < 0.1) return strangeBytes(random, 2000);
  if (kind < 0.5) return mutated(random, bytes);
  const places = [...text.matchAll(/: (-?\d+(\.\d+)?|"[^"]*"|true|false|null|\[\])/g)];
  if (places.length === 0) return bytes;
  const { index, 0: found } = oneOf(random, places);
  const value = JSON.stringify(strangeValue(random)) ?? "undefined";
  return new TextEncoder().encode(`${text.slice(0, index)}: ${value}${text.slice(index + found.length)}`);
};
