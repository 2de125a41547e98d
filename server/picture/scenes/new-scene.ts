import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { SCENE_NAME, SCENE_NAME_RULE } from "../../../shared/protocol/own-scenes.ts";
import { HOUSE_SCENES } from "./house-scenes.ts";

export interface NewScene {
  readonly name: string;
  /** The show's folder. */
  readonly show: string;
  /** The installed program's. */
  readonly project: string;
  readonly isf: boolean;
}

/**
 * Writes a scene to begin with, and beside it what an editor needs to know its types. Resolves with
 * the scene's file; rejects with one sentence, and nothing is overwritten.
 */
export const writeNewScene = async ({ name, show, project, isf }: NewScene): Promise<string> => {
  if (!SCENE_NAME.test(name)) throw new Error(`"${name}" cannot be a scene's name: it is ${SCENE_NAME_RULE}.`);
  if (HOUSE_SCENES.some((scene) => scene.name === name))
    throw new Error(`There is a scene of ours called "${name}"; choose another name.`);
  const scenes = join(show, "scenes");
  for (const taken of [join(scenes, name), join(scenes, `${name}.fs`)])
    if (existsSync(taken))
      throw new Error(`${relative(".", taken)} is there already, and stays as it is; choose another name.`);
  if (!existsSync(show) || !statSync(show).isDirectory()) throw new Error(`There is no folder ${show}.`);

  const templates = join(project, "visuals", "scene-api");
  const text = await readFile(join(templates, isf ? "template.fs" : "template.ts"), "utf8");
  const file = isf ? join(scenes, `${name}.fs`) : join(scenes, name, "index.ts");
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text.replace("NAME", name), { flag: "wx" });
  const settings = join(scenes, "tsconfig.json");
  if (!isf && !existsSync(settings))
    await writeFile(settings, `${JSON.stringify(editorSettings(scenes, project), null, 2)}\n`);
  return file;
};

/** For editors only: where the types are of what scenes import. The program itself does not read it. */
const editorSettings = (scenes: string, project: string) => {
  const at = (path: string): [string] => [relative(scenes, join(project, path)).replaceAll("\\", "/")];
  return {
    compilerOptions: {
      target: "es2022",
      lib: ["es2023", "dom"],
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      paths: {
        "antiphon/scene": at("visuals/scene-api/own.ts"),
        "three/webgpu": at("node_modules/@types/three/build/three.webgpu.d.ts"),
        "three/tsl": at("node_modules/@types/three/build/three.tsl.d.ts"),
      },
    },
  };
};
