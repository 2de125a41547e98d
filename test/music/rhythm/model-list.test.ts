import { mkdir, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMembers } from "../../../server/app/open-voices.ts";
import { Show } from "../../../server/core/show/show.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { Band } from "../../../server/music/band/band.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { ModelList } from "../../../server/music/rhythm/model-list.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import type { Report } from "../../../shared/events/report.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { bpm } from "../../../shared/time/units.ts";
import { writeSynthetic } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const scratch = temporaryFolder();

describe("the models of a show", () => {
  let engine: RhythmEngine;
  let band: Band;
  const reports: Report[] = [];
  const report = (each: Report): void => void reports.push(each);

  beforeAll(async () => {
    await writeSynthetic(scratch.path("show/models/small"), { seed: 1, layers: [32, 32] });
    await writeSynthetic(scratch.path("project/models/large"), { seed: 2, layers: [64, 32, 32] });
    await writeSynthetic(scratch.path("project/models/broken"), { seed: 3, layers: [32, 32] });
    await writeFile(scratch.path("project/models/broken/group1-shard1of1.bin"), "short");
    const wrong = JSON.parse(await readFile(scratch.path("project/models/large/config.json"), "utf8"));
    wrong.auxInputs[0].args.numBits = 3;
    await writeSynthetic(scratch.path("project/models/wrong"), { seed: 3, layers: [32, 32] });
    await writeFile(scratch.path("project/models/wrong/config.json"), JSON.stringify(wrong));
    await mkdir(scratch.path("project/models/notes"), { recursive: true });
    engine = await RhythmEngine.start({ report, time: monotonicTime });
    const show = Show.parse({
      voices: [
        { name: "drummer", kind: "live" },
        { name: "model1", listensTo: ["drummer"], model: "show/models/small" },
        { name: "model2", listensTo: ["model1"], model: "nowhere" },
      ],
    });
    const members = await openMembers({ show, engine, seed: 1, place: (model: string) => scratch.path(model), report });
    const onListenerError = (error: unknown): void => {
      throw error;
    };
    const output = { live: () => {}, plan: () => {}, revoke: () => {}, gauge: () => {} };
    const music = new Transport(monotonicTime, bpm(120), COMMON_TIME, report);
    band = new Band({ members, music, time: monotonicTime, output, seed: 1, report, onListenerError });
  });
  afterAll(() => engine.dispose());

  const models = (): (string | null)[] => band.states().map(({ model }) => model);

  it("are found where the project and the show have them, and are chosen by name or place", async () => {
    const homes = [scratch.path("project"), scratch.path("show"), scratch.path("elsewhere")];
    const list = new ModelList(homes, { time: monotonicTime, report });
    await list.open();
    expect(list.names).toEqual(["models/broken", "models/large", "models/small", "models/wrong"]);
    expect(list.named(1)).toBe("models/large");
    expect(list.named("any/where")).toBe("any/where");
    expect(() => list.named(4)).toThrow(
      "there is no model 4; there are 0 models/broken, 1 models/large, 2 models/small, 3 models/wrong",
    );
    await writeSynthetic(scratch.path("show/models/trained"), { seed: 4, layers: [32, 32] });
    await expect.poll(() => list.names).toContain("models/trained");
    await writeSynthetic(scratch.path("elsewhere/models/first"), { seed: 5, layers: [32, 32] });
    await expect.poll(() => list.names).toContain("models/first");
    list.dispose();
  });

  it("are changed for others of any shape, for the same again, and not for one that is not good", async () => {
    await band.changeModel("model1", "project/models/large");
    await band.changeModel("model1", "project/models/large");
    expect(models()).toEqual([null, "project/models/large", "nowhere"]);
    await expect(band.changeModel("model1", "project/models/broken")).rejects.toThrow("broken");
    await expect(band.changeModel("model1", "project/models/wrong")).rejects.toThrow(/tells of 515 inputs .* have 518/);
    await expect(band.changeModel("model1", "project/models/notes")).rejects.toThrow(
      "notes/config.json: cannot be read",
    );
    expect(models()[1]).toBe("project/models/large");
  });

  it("a voice that could not be opened is silent until it is given one that can", async () => {
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("model2 is silent")]);
    await expect(band.changeModel("model2", "nowhere/else")).rejects.toThrow("cannot be read");
    await band.changeModel("model2", "show/models/small");
    await band.changeModel("model2", "project/models/large");
    expect(models()[2]).toBe("project/models/large");
  });
});
