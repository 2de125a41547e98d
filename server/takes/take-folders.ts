import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { reasonOf } from "../../shared/events/report.ts";
import { noSuch } from "../../shared/text/no-such.ts";
import { DELETED_FOLDER, type Shelf } from "./library.ts";

/** So many names are tried. */
const MOST_TRIES = 100;

/** The folders of takes by their names: made, renamed, put aside and had back. Every method rejects with one sentence. */
export class TakeFolders {
  readonly #folder: string;
  readonly #shelf: () => Shelf;

  /** `shelf` says which there are. */
  constructor(folder: string, shelf: () => Shelf) {
    this.#folder = folder;
    this.#shelf = shelf;
  }

  of(take: string): string {
    return join(this.#folder, take);
  }

  /** Makes a folder called `stem`, or like it where that is taken; resolves with its name. */
  async create(stem: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    for (let again = 1; again <= MOST_TRIES; again++) {
      const name = again === 1 ? stem : `${stem}_${again}`;
      try {
        await mkdir(this.of(name));
        return name;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
    throw new Error(`there are ${MOST_TRIES} takes called ${stem} already`);
  }

  rename(take: string, name: string): Promise<void> {
    return this.#move(this.of(take), this.of(name), take);
  }

  /** Puts it aside, in place of one of the same name that was before. */
  async remove(take: string): Promise<void> {
    await mkdir(join(this.#folder, DELETED_FOLDER), { recursive: true });
    const earlier = `${this.#aside(take)}.earlier`;
    await rename(this.#aside(take), earlier).catch(() => {});
    try {
      await this.#move(this.of(take), this.#aside(take), take);
    } catch (error) {
      await rename(earlier, this.#aside(take)).catch(() => {});
      throw error;
    }
    await rm(earlier, { recursive: true, force: true });
  }

  async haveBack(take: string): Promise<void> {
    const { deleted } = this.#shelf();
    if (!deleted.includes(take)) throw new Error(noSuch("deleted take", take, deleted, "there are"));
    await this.#move(this.#aside(take), this.of(take), take);
  }

  #aside(take: string): string {
    return join(this.#folder, DELETED_FOLDER, take);
  }

  async #move(from: string, to: string, take: string): Promise<void> {
    try {
      // Where there is a folder of that name it is refused, but for an empty one.
      await rename(from, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const names = this.#shelf().takes.map(({ name }) => name);
      if (code === "ENOENT") throw new Error(noSuch("take", take, names, "there are"));
      if (code === "ENOTEMPTY" || code === "EEXIST") throw new Error(`There is a take ${basename(to)} already.`);
      throw new Error(`The take ${take} stays as it is: ${reasonOf(error)}.`, { cause: error });
    }
  }
}
