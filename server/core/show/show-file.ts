import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { check } from "../check/check.ts";
import { isAddress } from "../files/is-address.ts";
import { parseJsonText } from "../files/json-text.ts";
import { unicodeText } from "../files/unicode-text.ts";
import { Show } from "./show.ts";

/** The checkpoint the second model plays in the default show, once it is there. */
const BREAKS = "models/breaks";

/**
 * Reads a show, or makes the default one for `path` null. Rejects with one sentence that names the
 * file, the place in it and what would be right there. `project` is the folder our models lie in.
 */
export const loadShow = async (path: string | null, project: string): Promise<Show> => {
  const found = path === null ? {} : parse(await read(path), basename(path));
  const checked = check(Show, found, "the show");
  if (!checked.ok) throw new Error(path === null ? checked.reason : `${basename(path)}: ${checked.reason}.`);
  const show = checked.value;
  const usual = typeof found === "object" && found !== null && !("voices" in found);
  if (!usual || !existsSync(join(project, BREAKS, "config.json"))) return show;
  return {
    ...show,
    voices: show.voices.map((voice) => (voice.name === "model2" ? { ...voice, model: BREAKS } : voice)),
  };
};

/**
 * A path that a show names: seen from the show's own folder if it leads somewhere there, else from the
 * project's. Addresses stay as they are.
 */
export const resolvePath = (named: string, showPath: string | null, project: string): string => {
  if (isAbsolute(named) || isAddress(named)) return named;
  const beside = resolve(showPath === null ? "." : dirname(showPath), named);
  const ours = join(project, named);
  return existsSync(beside) || !existsSync(ours) ? beside : ours;
};

const read = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new Error(
        `There is no show ${path}; "antiphon show new ${path}" writes one, and without a name the default show plays.`,
      );
    if (code === "EISDIR") throw new Error(`${path} is a folder; name the show file in it.`);
    throw new Error(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
};

const parse = (bytes: Uint8Array, name: string): unknown => {
  const text = unicodeText(bytes, name);
  if (text.trim() === "") throw new Error(`${name}: the file is empty; the shortest show is {}.`);
  return parseJsonText(text, name);
};
