import { existsSync } from "node:fs";
import { appendFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../core/files/make-folder.ts";
import { writeWhole } from "../../core/files/write-whole.ts";
import { notWritten } from "./not-written.ts";

/** What is wanted, as JSON: what was kept of another film is of no use. */
const IDENTITY = "film.json";
const SOUND = "sound";

/**
 * What there is of a film that is being made: pieces of some seconds, each whole or not there, in a folder beside the
 * film, so that one that was cut off goes on.
 */
export class FilmPieces {
  readonly folder: string;

  /** Opens the folder for the film of this `identity`; what lies in it of another one goes. Rejects with one sentence. */
  static async open(folder: string, identity: string): Promise<FilmPieces> {
    const known = await readFile(join(folder, IDENTITY), "utf8").catch(() => null);
    try {
      if (known !== identity) {
        await rm(folder, { recursive: true, force: true });
        makeFolder(folder);
        await writeWhole(join(folder, IDENTITY), identity);
      }
    } catch (error) {
      throw notWritten(folder, error);
    }
    return new FilmPieces(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** How many pieces there are, from the first on without a gap. */
  get count(): number {
    let count = 0;
    while (existsSync(this.pathOf("piece", count))) count++;
    return count;
  }

  /** Whether there is nothing yet that is worth keeping. */
  get isEmpty(): boolean {
    return this.count === 0 && !this.hasSound;
  }

  get soundPath(): string {
    return join(this.folder, SOUND);
  }

  get hasSound(): boolean {
    return existsSync(this.soundPath);
  }

  pathOf(what: "piece" | "hashes", number: number): string {
    return join(this.folder, `${what}-${String(number).padStart(6, "0")}`);
  }

  async put(what: "piece" | "hashes", number: number, content: Uint8Array): Promise<void> {
    await writeWhole(this.pathOf(what, number), [content]);
  }

  /** Sound comes in order from number 0 on; with nothing in it, it was the last. */
  async putSound(number: number, content: Uint8Array): Promise<void> {
    const part = `${this.soundPath}.part`;
    if (content.length === 0) await rename(part, this.soundPath);
    else if (number === 0) await writeFile(part, content);
    else await appendFile(part, content);
  }

  /** The hashes of every frame, in order, one a line. */
  async hashes(count: number): Promise<string> {
    const texts: string[] = [];
    for (let number = 0; number < count; number++) texts.push(await readFile(this.pathOf("hashes", number), "utf8"));
    return texts.join("");
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
