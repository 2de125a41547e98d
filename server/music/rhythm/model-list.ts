import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where a show's and the project's checkpoints lie, as one names them: `models/groove`. */
const FOLDER = "models";

/** The checkpoints that one can choose from: the folders in `models`, of the project and of the show. */
export class ModelList {
  readonly #homes: readonly string[];
  #names: readonly string[] = [];

  /** `homes`: folders that hold a `models`; the same one twice does no harm. */
  constructor(homes: readonly string[]) {
    this.#homes = homes;
    this.look();
  }

  /** By name, as they were when it was looked last. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Looks again: one may have been trained meanwhile. */
  look(): void {
    const found = new Set<string>();
    for (const home of this.#homes)
      for (const name of foldersIn(join(home, FOLDER)))
        if (existsSync(join(home, FOLDER, name, "config.json"))) found.add(`${FOLDER}/${name}`);
    this.#names = [...found].sort();
  }

  /** A model by name, or by its place in the list from 0. Throws a sentence where there is none. */
  named(model: string | number): string {
    if (typeof model === "string") return model;
    const name = this.#names[model];
    if (name !== undefined) return name;
    throw new Error(`there is no model ${model}; there are ${this.#names.map((each, i) => `${i} ${each}`).join(", ")}`);
  }
}

const foldersIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name);
  } catch {
    return [];
  }
};
