import type { SceneKind } from "./scene.ts";

/** Every folder of `visuals/scenes` that has an index.ts exporting `scene` is a scene; each is loaded when it is first asked for. */
const folders = import.meta.glob<SceneKind>("../scenes/*/index.ts", { import: "scene" });

/** The scene that is on when nobody has said another. */
export const FIRST_SCENE = "antiphony";

export const SCENE_NAMES: readonly string[] = Object.keys(folders).map((path) => path.split("/")[2] ?? path);

/** Rejects with one sentence when there is no such scene. */
export const loadScene = (name: string): Promise<SceneKind> => {
  const load = folders[`../scenes/${name}/index.ts`];
  if (load === undefined)
    return Promise.reject(new Error(`There is no scene "${name}"; there are: ${SCENE_NAMES.join(", ")}.`));
  return load();
};
