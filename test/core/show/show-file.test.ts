import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Show } from "../../../server/core/show/show.ts";
import { loadShow, resolvePath } from "../../../server/core/show/show-file.ts";

describe("the show file", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "antiphon-show-"));
    path = join(folder, "show.json");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const load = async (text: string): Promise<Show> => {
    await writeFile(path, text);
    return loadShow(path, folder);
  };

  it("is not needed", async () => {
    expect(await loadShow(null, folder)).toEqual(Show.parse({}));
  });

  it("is read with or without a byte order mark", async () => {
    expect((await load('\uFEFF{ "tempo": 174 }')).tempo).toBe(174);
  });

  it.each([
    [
      '{ "voices": [{ "name": "a", "kind": "live" }, { "name": "b", "listensTo": ["a"], "settings": { "temperature": 9 } }] }',
      "show.json: voices.1.settings.temperature must be at most 4, not 9.",
    ],
    ['{\n  "tempo": 120,\n  "name": oops\n}', "show.json is not JSON"],
    ["", "show.json: the file is empty; the shortest show is {}."],
    ["5", "show.json: the show must be an object { ... }, not 5."],
    ["\u0000\u0001binary", "show.json is not JSON"],
  ])("%j is refused in one sentence that names the file", async (text, sentence) => {
    await expect(load(text)).rejects.toThrow(sentence);
  });

  it("that is missing, or a folder, is refused with the way out", async () => {
    await expect(loadShow(path, folder)).rejects.toThrow(
      `"antiphon show new ${path}" writes one, and without a name the default show plays`,
    );
    await expect(loadShow(folder, folder)).rejects.toThrow("is a folder; name the show file in it");
  });

  it("lets the second model play break-beats where the project has them, and only in the default band", async () => {
    const model2 = async (): Promise<string | undefined> =>
      (await load("{}")).voices.find(({ name }) => name === "model2")?.model;
    expect(await model2()).toBe("models/groove");
    await mkdir(join(folder, "models/breaks"), { recursive: true });
    await writeFile(join(folder, "models/breaks/config.json"), "{}");
    await writeFile(join(folder, "models/breaks/config.json"), "{}");
    expect(await model2()).toBe("models/breaks");
    const own = await load('{ "voices": [{ "name": "d", "kind": "live" }, { "name": "model2", "listensTo": ["d"] }] }');
    expect(own.voices[1]?.model).toBe("models/groove");
  });

  it("names folders as seen from itself, or else from the project", async () => {
    const project = join(folder, "project");
    await mkdir(join(project, "models/groove"), { recursive: true });
    expect(resolvePath("models/groove", path, project)).toBe(join(project, "models/groove"));
    await mkdir(join(folder, "models/groove"), { recursive: true });
    expect(resolvePath("models/groove", path, project)).toBe(join(folder, "models/groove"));
    expect(resolvePath("songs/none.mid", path, project)).toBe(join(folder, "songs/none.mid"));
    expect(resolvePath("/abs", path, project)).toBe("/abs");
    for (const address of ["https://example.org/drums", "HTTP://example.org/drums"])
      expect(resolvePath(address, path, project)).toBe(address);
  });
});
