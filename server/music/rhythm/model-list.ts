import { basename, dirname, join } from "node:path";
import type { Reporter } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { WatchedFolder } from "../../core/files/watched-folder.ts";

/** Where a show's and the project's checkpoints lie, as one names them: `models/groove`. */
const FOLDER = "models";

/** The checkpoints that one can choose from, also when they were trained meanwhile: the folders in `models`, of the project and of the show. */
export class ModelList {
  readonly #folders: readonly WatchedFolder[];

  /** `homes`: folders that hold a `models`; the same one twice does no harm. */
  constructor(homes: readonly string[], house: { readonly time: TimeSource; readonly report: Reporter }) {
    this.#folders = [...new Set(homes)].map((home) => {
      const path = join(home, FOLDER);
      return new WatchedFolder({
        path,
        wants: (entry) => {
          if (entry.parentPath !== path) return entry.name === "config.json" ? "file" : null;
          return entry.isDirectory() || entry.isSymbolicLink() ? "folder" : null;
        },
        changed: () => {},
        cannotRead: (what, reason) =>
          house.report({ room: "rhythm", level: "warning", text: `No model of ${what} can be chosen: ${reason}.` }),
        time: house.time,
      });
    });
  }

  /** Resolves when it is known what there is; it is kept up to date from then on. */
  async open(): Promise<void> {
    await Promise.all(this.#folders.map((folder) => folder.look()));
  }

  /** In alphabetical order. */
  get names(): readonly string[] {
    const configs = this.#folders.flatMap(({ files }) => [...files.keys()]);
    return [...new Set(configs.map((file) => `${FOLDER}/${basename(dirname(file))}`))].sort();
  }

  /** A model by name, or by its place in the list from 0. Throws a sentence where there is none. */
  named(model: string | number): string {
    if (typeof model === "string") return model;
    const { names } = this;
    const name = names[model];
    if (name !== undefined) return name;
    throw new Error(`there is no model ${model}; there are ${names.map((each, i) => `${i} ${each}`).join(", ")}`);
  }

  dispose(): void {
    for (const folder of this.#folders) folder.dispose();
  }
}
