import { mkdir, rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { writeCheckpoint } from "../../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { LARGEST_MIX_FILE, mixFileOf, parseMixFile } from "../../../server/music/rhythm/memory/mix-file.ts";
import { DEFAULT_MIX_WEIGHTS } from "../../../server/music/rhythm/memory/mix-weights.ts";
import { serveFolder } from "../../../server/tools/bench/folder-server.ts";
import { syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const scratch = temporaryFolder();
const TEXT = mixFileOf(DEFAULT_MIX_WEIGHTS, { seed: 1 });

const model = async (name: string): Promise<string> => {
  const place = scratch.path(name);
  await writeCheckpoint(place, syntheticCheckpoint({ seed: 1, layers: [4], counterBits: 0 }));
  return place;
};

describe("memory.json beside a checkpoint", () => {
  it("is read as it was written, from a folder and from an address, and outlives new weights", async () => {
    const place = await model("whole");
    await scratch.write("whole/memory.json", TEXT);
    await writeCheckpoint(place, syntheticCheckpoint({ seed: 2, layers: [4], counterBits: 0 }));
    expect(await readCheckpoint(place)).toMatchObject({ mix: DEFAULT_MIX_WEIGHTS, mixFault: null });
    const server = await serveFolder(place);
    try {
      expect(await readCheckpoint(server.address)).toMatchObject({ mix: DEFAULT_MIX_WEIGHTS, mixFault: null });
      await rm(`${place}/memory.json`);
      expect(await readCheckpoint(server.address)).toMatchObject({ mix: null, mixFault: null });
    } finally {
      await server.dispose();
    }
  });

  it("may be missing", async () => {
    expect(await readCheckpoint(await model("without"))).toMatchObject({ mix: null, mixFault: null });
  });

  const with7 = (path: "drums", value: unknown): string => {
    const json = JSON.parse(TEXT);
    json[path][2][7] = value;
    return JSON.stringify(json);
  };
  it.each([
    [
      "of another version",
      TEXT.replace('"version": 1', '"version": 2'),
      /memory\.json: it is of version 2, and this program reads 1/,
    ],
    ["of no version", "{}", /version/],
    ["cut short", TEXT.slice(0, 4000), /not JSON, perhaps cut short/],
    ["empty", "", /it is empty/],
    ["null", "null", /the whole/],
    ["a web page", "<!doctype html><html>", /a web page/],
    ["with a row too few", JSON.stringify({ ...JSON.parse(TEXT), heard: [] }), /heard/],
    ["with a word for a number", with7("drums", "many"), /drums\.2\.7/],
    ["with a number beyond all weights", with7("drums", 1e300), /drums\.2\.7/],
    ["without end", "[".repeat(LARGEST_MIX_FILE + 1), /longer than the \d+ bytes/],
  ])("that is %s is told in a sentence, and the model can be played", async (_, text, sentence) => {
    const place = await model("broken");
    await scratch.write("broken/memory.json", text);
    const { mix, mixFault, weights } = await readCheckpoint(place);
    expect(mix).toBeNull();
    expect(mixFault).toMatch(sentence);
    expect(mixFault).toContain("usual weights are used");
    expect(weights.size).toBeGreaterThan(0);
  });

  it("that is a folder is told too", async () => {
    const place = await model("folder");
    await mkdir(`${place}/memory.json`);
    expect((await readCheckpoint(place)).mixFault).toMatch(/it is no file.*usual weights are used/);
  });

  it("of models/groove is what checkpoints without one are played with", async () => {
    expect((await readCheckpoint("models/groove")).mix).toEqual(DEFAULT_MIX_WEIGHTS);
    expect(parseMixFile(TEXT)).toEqual(DEFAULT_MIX_WEIGHTS);
    expect((await readCheckpoint("models/breaks")).mix).not.toBeNull();
  });
});
