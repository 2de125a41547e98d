import { basename, dirname, join, relative, sep } from "node:path";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { WatchedFile } from "../../core/files/watched-folder.ts";

/** A scene as it lies on the disk, compiled or not. */
export interface SceneSource {
  readonly name: string;
  readonly kind: OwnScene["kind"];
  /** The file it begins with. */
  readonly entry: string;
}

type Files = ReadonlyMap<string, WatchedFile>;

/** The scenes of a folder that holds these files, by name. Names are not judged here. */
export const scenesIn = (folder: string, files: Files): readonly SceneSource[] => {
  const names = new Set([...files.keys()].map((file) => basename(relative(folder, file).split(sep)[0] ?? "", ".fs")));
  names.delete("..");
  return [...names].sort().flatMap((name): SceneSource[] => {
    const entries = [join(name, "index.ts"), join(name, "index.js"), join(name, `${name}.fs`), `${name}.fs`];
    const entry = entries.map((file) => join(folder, file)).find((file) => files.has(file));
    return entry === undefined ? [] : [{ name, kind: entry.endsWith(".fs") ? "isf" : "module", entry }];
  });
};

/** Whether a file is a scene's own. */
export const isOf = ({ kind, entry }: SceneSource, file: string): boolean =>
  file === entry || (kind === "module" && file.startsWith(dirname(entry) + sep));

/** Says in one text what files a scene and `others` are and when they were written: another text, another state of the disk. */
export const stateOf = (source: SceneSource, others: readonly string[], files: Files): string => {
  const own = [...files.keys()].filter((file) => isOf(source, file));
  return JSON.stringify([...new Set([...own, ...others])].sort().map((path) => [path, files.get(path)]));
};
