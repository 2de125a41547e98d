import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { writeNewScene } from "../../../server/picture/scenes/new-scene.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("antiphon scene new", () => {
  const folder = temporaryFolder();
  const begin = (name: string, isf = false): Promise<string> =>
    writeNewScene({ name, show: folder.path("."), project: projectFolder, isf });

  it("writes a scene that bears its name, and nothing over what is there", async () => {
    const file = await begin("rain");
    expect(file).toBe(join(folder.path("."), "scenes/rain/index.ts"));
    expect(await readFile(file, "utf8")).toMatch(/^\/\/ rain: a scene of your own\./);
    await writeFile(file, "mine");
    await expect(begin("rain")).rejects.toThrow(/rain is there already, and stays as it is/);
    await expect(begin("rain", true)).rejects.toThrow(/is there already/);
    expect(await readFile(file, "utf8")).toBe("mine");
    expect(await begin("halo", true)).toMatch(/scenes\/halo\.fs$/);
    await expect(begin("halo")).rejects.toThrow(/halo\.fs is there already/);
  });

  it.each(["Rain", "", "../rain", "9lives", "a b", "x".repeat(41)])("refuses the name %o", async (name) => {
    await expect(begin(name)).rejects.toThrow(/cannot be a scene's name: it is a lower-case letter/);
  });

  it("refuses the name of a scene of ours, and a show where there is no folder", async () => {
    await expect(begin("antiphony")).rejects.toThrow('There is a scene of ours called "antiphony"');
    const nowhere = writeNewScene({ name: "x", show: folder.path("nowhere"), project: projectFolder, isf: false });
    await expect(nowhere).rejects.toThrow(/There is no folder .*nowhere/);
  });

  it("tells an editor the types: the template and the example of docs/scenes.md have no mistake in them", async () => {
    await begin("typed");
    const [, example = ""] =
      /```ts\n([\s\S]*?)```/.exec(await readFile(join(projectFolder, "docs/scenes.md"), "utf8")) ?? [];
    expect(example).toContain("export const scene");
    await mkdir(folder.path("scenes/drops"));
    await writeFile(folder.path("scenes/drops/index.ts"), example);
    await writeFile(folder.path("scenes/rain/index.ts"), "export {};");
    const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
    const check = (): string => {
      try {
        return execFileSync(process.execPath, [compiler, "-p", folder.path("scenes")], { encoding: "utf8" });
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout);
      }
    };
    expect(check()).toBe("");
    await writeFile(folder.path("scenes/drops/index.ts"), example.replace("frame.at", "frame.att"));
    expect(check()).toMatch(/drops\/index\.ts.*'att' does not exist on type 'Frame'/);
  });
});
