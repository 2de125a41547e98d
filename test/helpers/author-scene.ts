import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { soundWords } from "../../shared/protocol/own-scenes.ts";
import type { SceneModule } from "../../visuals/scene-api/own.ts";
import { ownKind } from "../../visuals/scene-api/own-scene.ts";
import type { SceneKind } from "../../visuals/scene-api/scene.ts";
import { toldWords } from "../../visuals/scene-api/told-words.ts";

/** A scene as its author exports it, in the way in which a stage takes it; `told` gets what is wrong and goes on. */
export const kindOf = (scene: SceneModule, told: string[] = []): SceneKind =>
  ownKind("rain", scene, soundWords(toldWords(scene)), (sentence) => told.push(sentence));

/** What authors begin with, and what docs/scenes.md shows. */
export const authorsScene = async (which: "template" | "example"): Promise<SceneModule> => {
  if (which === "template") return (await import("../../visuals/scene-api/template.ts")).scene;
  const document = await readFile(join(projectFolder, "docs/scenes.md"), "utf8");
  const [, text = ""] = /```ts\n([\s\S]*?)```/.exec(document) ?? [];
  const folder = join(projectFolder, "test/pictures");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "example-scene.ts");
  await writeFile(file, text);
  return (await import(file)).scene;
};
