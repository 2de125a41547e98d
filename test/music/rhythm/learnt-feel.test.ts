import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type LearntFeel, ornamentCell } from "../../../server/core/music/learnt-feel.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { readFeel } from "../../../server/music/rhythm/checkpoint/read-feel.ts";
import { writeCheckpoint } from "../../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import { serveFolder } from "../../../server/tools/bench/folder-server.ts";
import type { Report } from "../../../shared/events/report.ts";
import { syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const scratch = temporaryFolder();
const SHIPPED = await readFile("models/groove/feel.json", "utf8");
const shipped = (): LearntFeel => JSON.parse(SHIPPED) as LearntFeel;

/** A checkpoint whose `feel.json` is this. */
const withFeel = async (name: string, text: string | Uint8Array): Promise<string> => {
  const folder = scratch.path(name);
  const checkpoint = syntheticCheckpoint({ seed: 41, layers: [8, 6], counterBits: 2 });
  await writeCheckpoint(folder, checkpoint, { "feel.json": text });
  return folder;
};

describe("a model's learnt feel", () => {
  it("of the house is read", async () => {
    const { feel, complaint } = await readFeel("models/groove");
    expect(complaint).toBeNull();
    expect(feel?.head?.hidden).toBeGreaterThan(0);
    expect(feel?.ornaments.share[ornamentCell(1, 4, 40)]).toBeGreaterThan(0);
  });

  it("is read from an address, and nothing is said where an address or a folder has none", async () => {
    for (const [folder, feel] of [
      ["models/groove", shipped()],
      [scratch.path("none"), null],
    ] as const) {
      const server = await serveFolder(folder);
      expect(await readFeel(server.address)).toEqual({ feel, complaint: null });
      await server.dispose();
    }
    expect(await readFeel(scratch.path("empty"))).toEqual({ feel: null, complaint: null });
  });

  const changed = (changes: Readonly<Record<string, unknown>>): string => JSON.stringify({ ...shipped(), ...changes });

  it.each<[string, string | Uint8Array, string]>([
    ["of another version", changed({ version: 2 }), "its version is 2 where 1 is known"],
    ["without a version", "[]", "its version is missing"],
    ["that is null", "null", "its version is missing"],
    ["cut short", SHIPPED.slice(0, 5000), "JSON"],
    ["of noise", Uint8Array.from({ length: 999 }, (_, i) => (i * 151) % 256), "JSON"],
    ["empty", "", "JSON"],
    ["far too long", new Uint8Array(2 << 20).fill(32), "longer than"],
    ["with weights that are missing", changed({ head: { hidden: 32, weights: [1, 2] } }), "weights"],
    ["with a head without end", changed({ head: { hidden: 1e9, weights: [] } }), "head.hidden"],
    ["with a weight beyond reason", SHIPPED.replace(/"weights":\[[^,]+/, '"weights":[1e300'), "head.weights.0"],
    ["with chances above 1", SHIPPED.replace(/"share":\[[^,]+/, '"share":[7'), "ornaments.share.0"],
    ["with half an ornament", SHIPPED.replace(/"figures":\[\[\[/, '"figures":[[[0.1],['), "ornaments.figures.0.0"],
    ["of more than is known", changed({ extra: 1 }), "extra"],
  ])("%s is named in one sentence with the way out, and the model plays without", async (name, text, why) => {
    const place = await withFeel(name.replaceAll(" ", "-"), text);
    const { feel, complaint } = await readFeel(place);
    expect(feel).toBeNull();
    expect(complaint).toContain(`${place}/feel.json: `);
    expect(complaint).toContain(why);
    expect(complaint).toContain("again");
    expect(complaint!.length).toBeLessThan(400);
    expect(complaint).not.toContain("\n");
  });

  it("that is no good is told of by the engine, and the voice opens", async () => {
    const place = await withFeel("engine", "{}");
    const reports: Report[] = [];
    const engine = await RhythmEngine.start({ report: (report) => reports.push(report), time: monotonicTime });
    try {
      const voice = await engine.openVoice("model1", place, 1);
      expect(voice.model.feel).toBeNull();
      expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("feel.json")]);
      await writeFile(`${place}/feel.json`, SHIPPED);
      const next = await voice.prepareModel(place);
      expect(next.model.feel).toEqual(shipped());
    } finally {
      await engine.dispose();
    }
  });
});
