import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";

/** A scene as it lies on the disk, compiled or not. */
export interface SceneSource {
  readonly name: string;
  readonly kind: OwnScene["kind"];
  /** The file it begins with. */
  readonly entry: string;
}

const ENTRIES = ["index.ts", "index.js"];
/** Folders that hold no sources of the scene, and may be very large. */
const NO_SOURCES = new Set(["node_modules", ".git"]);

/** The scenes of a folder, by name; [] where there is no such folder. Names are not judged here. */
export const scenesIn = async (folder: string): Promise<readonly SceneSource[]> => {
  const found: SceneSource[] = [];
  for (const item of await list(folder)) {
    const path = join(folder, item.name);
    if (item.isFile() && extname(item.name) === ".fs")
      found.push({ name: basename(item.name, ".fs"), kind: "isf", entry: path });
    if (!item.isDirectory() || NO_SOURCES.has(item.name)) continue;
    const inside = (await list(path)).map(({ name }) => name);
    const entry = ENTRIES.find((name) => inside.includes(name)) ?? inside.find((name) => name === `${item.name}.fs`);
    if (entry === undefined) continue;
    found.push({ name: item.name, kind: entry.endsWith(".fs") ? "isf" : "module", entry: join(path, entry) });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
};

/** Says in one text what files are there and when they were written: another text, another state of the disk. */
export const stateOf = async (source: SceneSource, others: Iterable<string>): Promise<string> => {
  const files = new Set([source.entry, ...others]);
  if (source.kind === "module") await collect(join(source.entry, ".."), files);
  const states = await Promise.all(
    [...files].sort().map(async (file) => {
      try {
        const { mtimeMs, size } = await stat(file);
        return `${file} ${mtimeMs} ${size}`;
      } catch {
        return `${file} gone`;
      }
    }),
  );
  return states.join("\n");
};

const collect = async (folder: string, into: Set<string>): Promise<void> => {
  for (const item of await list(folder)) {
    if (NO_SOURCES.has(item.name)) continue;
    if (item.isDirectory()) await collect(join(folder, item.name), into);
    else into.add(join(folder, item.name));
  }
};

/** What is in a folder; nothing where there is none, or it is not one, or is gone meanwhile. */
const list = async (folder: string): Promise<readonly Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};
