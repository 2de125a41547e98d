import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { HEADER_FILE, TAKE_VERSION } from "../../../server/takes/take-header.ts";
import { addReplay } from "../../../server/tools/command-line/replay.ts";
import type { Terminal } from "../../../server/tools/command-line/terminal.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { headerOf, playedLines, writeTakeOf } from "../../helpers/written-log.ts";

const silent: Terminal = { print: () => expect.fail(), note: () => {}, report: () => {} };

const antiphon = (...words: string[]): Promise<unknown> => {
  const program = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  addReplay(program, silent);
  return program.parseAsync(["replay", ...words], { from: "user" });
};

describe("antiphon replay", () => {
  const folder = temporaryFolder();
  beforeAll(async () => {
    await writeTakeOf(folder.path("evening"), playedLines(1, 3));
    await writeTakeOf(folder.path("newer"), []);
    await writeFile(
      join(folder.path("newer"), HEADER_FILE),
      JSON.stringify({ ...headerOf(0, 1), version: TAKE_VERSION + 1 }),
    );
    await writeTakeOf(folder.path("cut"), playedLines(1, 3));
    await writeFile(join(folder.path("cut"), HEADER_FILE), JSON.stringify(headerOf(1000, null)));
    await mkdir(folder.path("empty"));
    await folder.write("song.mid", "");
  });

  it.each([
    [[], "missing required argument"],
    [["nowhere"], 'There is no take nowhere; "antiphon takes" lists those there are.'],
    [["~/empty"], "is no take: there is no take.json in it"],
    [["~/song.mid"], '"antiphon import FILE.mid --out takes/NAME" makes a take of a MIDI file'],
    [["~/newer"], "was recorded by a newer Antiphon"],
    [["~/evening", "--set", "nobody.temperature=1"], 'no voice "nobody"; the take has'],
    [["~/evening", "--set", "model1.temperature=99"], "--set: model1.temperature must be at most 4, not 99"],
    [["~/evening", "--set", "model1.temprature=1"], '--set: model1 must not hold "temprature"'],
    [["~/evening", "--set", "model1=1"], "--set takes a voice, its setting and a value"],
    [["~/evening", "--model", "model1"], "--model takes a voice and a checkpoint"],
    [["~/evening", "--seed", "red"], "--seed"],
    [["~/evening", "--port", "door"], "--port"],
    [["~/evening", "--from", "chorus"], 'no mark "chorus"'],
    [["~/evening", "--from", "99s"], "99s is not in the take, which is 2 seconds long"],
    [
      ["~/evening", "--again", "--set", "model1.temperature=1", "--from", "2"],
      "leave out --set and --from, or --again",
    ],
    [["~/evening", "--json"], "--json goes with --again"],
  ])("is misunderstood in one sentence, before anything plays: %j", async (words, sentence) => {
    const named = words.map((word) => word.replace(/^~\//, `${folder.path(".")}/`));
    await expect(antiphon(...named)).rejects.toMatchObject({
      exitCode: expect.any(Number),
      message: expect.stringContaining(sentence),
    });
  });

  it("cannot play a take that was cut off and not finished, and says what finishes it", async () => {
    const refusal = antiphon(folder.path("cut"));
    await expect(refusal).rejects.toThrow("the next start of its show finishes it");
    await expect(refusal).rejects.not.toHaveProperty("exitCode");
  });
});
