import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What of a checkpoint's folder changes what it plays. */
const PLAYS = /\.(json|bin)$/;

/**
 * SHA-256 of the files of a checkpoint's folder that change what it plays, in the order of their names, each name and
 * length before its bytes; null where it cannot be read, as at an address.
 */
export const hashOfCheckpoint = async (place: string): Promise<string | null> => {
  try {
    const files = await readdir(place, { withFileTypes: true });
    const hash = createHash("sha256");
    for (const { name } of files.filter((file) => file.isFile() && PLAYS.test(file.name)).sort(byName)) {
      const bytes = await readFile(join(place, name));
      hash.update(`${name}\n${bytes.length}\n`).update(bytes);
    }
    return hash.digest("hex");
  } catch {
    return null;
  }
};

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;
