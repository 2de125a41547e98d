import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join, normalize, relative } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { SCENE_NAME, SCENE_NAME_RULE } from "../../../shared/protocol/own-scenes.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { WatchedFolder } from "../../core/files/watched-folder.ts";
import { isfWords } from "./isf/isf-words.ts";
import { readIsf } from "./isf/read-isf.ts";
import { placeIn, SceneFault } from "./scene-fault.ts";
import { isOf, type SceneSource, scenesIn, stateOf } from "./scene-folder.ts";
import type { WatchNews, WatchOrder } from "./scene-messages.ts";

/** Whoever writes a scene wants to see it soon. */
const SETTLE_MS = 120;
/** Folders that hold no sources of the scene, and may be very large. */
const NO_SOURCES = new Set(["node_modules", ".git"]);

/** A shader by hand has a hundredth of it, and drivers choke on more. */
const LARGEST_SHADER = 256 * 1024;

/** A scene as it was seen last. */
interface Seen {
  readonly source: SceneSource;
  /** The disk when it was compiled last. */
  compiled: string | null;
  /** What it is made of. */
  files: readonly string[];
}

/** Looks after a folder of scenes: compiles each when it is new or changed and nobody is writing it, and tells. */
export class SceneWatch {
  readonly #order: WatchOrder;
  readonly #tell: (news: WatchNews) => void;
  readonly #folder: WatchedFolder;
  readonly #seen = new Map<string, Seen>();
  readonly #refused = new Set<string>();
  #first = true;

  constructor(order: WatchOrder, tell: (news: WatchNews) => void, time: TimeSource) {
    this.#order = order;
    this.#tell = tell;
    this.#folder = new WatchedFolder({
      path: order.folder,
      wants: (entry) => (!entry.isDirectory() ? "file" : NO_SOURCES.has(entry.name) ? null : "folder"),
      settle: SETTLE_MS,
      changed: () => this.#tend(),
      cannotRead: (path, why) =>
        tell({ is: "refused", text: `${relative(order.show, path)} cannot be read (${why}); it is tried again.` }),
      time,
    });
  }

  /** Looks now, and from then on by itself. */
  look(): Promise<void> {
    return this.#folder.look();
  }

  async #tend(): Promise<void> {
    const sources = scenesIn(this.#order.folder, this.#folder.files).filter((source) => this.#accepts(source));
    for (const [name, { source }] of this.#seen) {
      if (sources.some((one) => one.name === name && one.entry === source.entry)) continue;
      this.#seen.delete(name);
      this.#tell({ is: "gone", name });
    }
    for (const source of sources) {
      const seen = this.#seen.get(source.name) ?? { source, compiled: null, files: [] };
      this.#seen.set(source.name, seen);
      const { files, growing } = this.#folder;
      if (growing.some((file) => isOf(source, file))) continue;
      if (stateOf(source, seen.files, files) === seen.compiled) continue;
      await this.#compile(source, seen);
      await this.#folder.also([...this.#seen.values()].flatMap(({ files }) => files));
      // It may be made of another set of files now.
      seen.compiled = stateOf(source, seen.files, files);
    }
    if (this.#first) this.#tell({ is: "ready" });
    this.#first = false;
  }

  async #compile(source: SceneSource, seen: Seen): Promise<void> {
    const { name, kind, entry } = source;
    const { show } = this.#order;
    const about = { name, kind, file: relative(show, entry).replaceAll("\\", "/") };
    try {
      const made = kind === "isf" ? await isf(entry) : await this.#module(entry);
      seen.files = made.sources.map((file) => normalize(file));
      const { files, map, words } = made;
      this.#tell({ is: "compiled", ...about, version: versionOf(files), files, map, words });
    } catch (error) {
      const fault = error instanceof SceneFault ? error : new SceneFault(reasonOf(error), entry, null);
      const text = `${placeIn(fault.file ?? entry, fault.line, show)}: ${fault.message}`;
      this.#tell({ is: "faulty", ...about, fault: text });
    }
  }

  async #module(entry: string) {
    // The bundler takes a while to load, and is only needed for this.
    const { compileModule } = await import("./compile-module.ts");
    const { code, map, files } = await compileModule(entry, this.#order.project);
    return {
      files: { "index.js": code, "index.js.map": map },
      map: { json: map, from: join(entry, "..", "dist") },
      sources: files,
      words: null,
    };
  }

  #accepts({ name, entry }: SceneSource): boolean {
    const why = !SCENE_NAME.test(name)
      ? `a scene's name is ${SCENE_NAME_RULE}`
      : this.#order.taken.includes(name)
        ? "there is a scene of ours of that name"
        : null;
    if (why === null) return true;
    if (!this.#refused.has(entry))
      this.#tell({
        is: "refused",
        text: `${relative(this.#order.show, entry)} is not used: ${why}; give it another name.`,
      });
    this.#refused.add(entry);
    return false;
  }
}

const isf = async (entry: string) => {
  const { size } = await stat(entry);
  if (size > LARGEST_SHADER)
    throw new SceneFault(
      `a shader has at most ${LARGEST_SHADER / 1024} kB, and this one ${Math.ceil(size / 1024)}`,
      entry,
      null,
    );
  const shader = readIsf(await readFile(entry, "utf8"));
  return { files: { "shader.json": JSON.stringify(shader) }, map: null, sources: [], words: isfWords(shader) };
};

const versionOf = (files: Readonly<Record<string, string>>): string => {
  const hash = createHash("sha256");
  for (const text of Object.values(files)) hash.update(text);
  return hash.digest("hex").slice(0, 12);
};
