import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { SCENE_NAME, SCENE_NAME_RULE } from "../../../shared/protocol/own-scenes.ts";
import { IsfFault } from "./isf/isf-fault.ts";
import { isfWords } from "./isf/isf-words.ts";
import { readIsf } from "./isf/read-isf.ts";
import { placeIn, SceneFault } from "./scene-fault.ts";
import { type SceneSource, scenesIn, stateOf } from "./scene-folder.ts";
import type { WatchNews, WatchOrder } from "./scene-messages.ts";

/** A scene as it was seen last. */
interface Seen {
  readonly source: SceneSource;
  /** The disk when it was looked at last, and when it was compiled last. */
  state: string;
  compiled: string;
  /** Files outside its folder that it is made of. */
  files: readonly string[];
}

/**
 * Looks after a folder of scenes: compiles each when it is new or changed, and tells. It is looked
 * at, not listened to: that works on every disk, and for a folder that is not there yet.
 */
export class SceneWatch {
  readonly #order: WatchOrder;
  readonly #tell: (news: WatchNews) => void;
  readonly #seen = new Map<string, Seen>();
  readonly #refused = new Set<string>();
  #first = true;

  constructor(order: WatchOrder, tell: (news: WatchNews) => void) {
    this.#order = order;
    this.#tell = tell;
  }

  /**
   * Looks once. A file is compiled when it has stayed the same from one look to the next: editors
   * write in several steps.
   */
  async look(): Promise<void> {
    const sources = (await scenesIn(this.#order.folder)).filter((source) => this.#accepts(source));
    for (const [name, { source }] of this.#seen) {
      if (sources.some((one) => one.name === name && one.entry === source.entry)) continue;
      this.#seen.delete(name);
      this.#tell({ is: "gone", name });
    }
    for (const source of sources) await this.#tend(source);
    if (this.#first) this.#tell({ is: "ready" });
    this.#first = false;
  }

  async #tend(source: SceneSource): Promise<void> {
    const seen = this.#seen.get(source.name) ?? { source, state: "", compiled: "", files: [] };
    this.#seen.set(source.name, seen);
    const state = await stateOf(source, seen.files);
    const settled = state === seen.state || this.#first;
    seen.state = state;
    if (!settled || state === seen.compiled) return;
    await this.#compile(source, seen);
    // Of what it is made may be another set of files now.
    seen.state = await stateOf(source, seen.files);
    seen.compiled = seen.state;
  }

  async #compile(source: SceneSource, seen: Seen): Promise<void> {
    const { name, kind, entry } = source;
    const { show } = this.#order;
    const about = { name, kind, file: relative(show, entry).replaceAll("\\", "/") };
    try {
      const made = kind === "isf" ? await isf(entry) : await this.#module(entry);
      seen.files = made.sources;
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
  try {
    const shader = readIsf(await readFile(entry, "utf8"));
    return { files: { "shader.json": JSON.stringify(shader) }, map: null, sources: [], words: isfWords(shader) };
  } catch (error) {
    throw new SceneFault(reasonOf(error), entry, error instanceof IsfFault ? error.line : null);
  }
};

const versionOf = (files: Readonly<Record<string, string>>): string => {
  const hash = createHash("sha256");
  for (const text of Object.values(files)) hash.update(text);
  return hash.digest("hex").slice(0, 12);
};
