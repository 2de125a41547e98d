import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../core/files/project-folder.ts";
import { type DrumPart, readDrumPart } from "./drum-part.ts";

const GROOVES_FOLDER = join(projectFolder, "server", "io", "inputs", "grooves");

/**
 * What the demo drummer knows: every `.mid` file of `folder`, in the order of their names. Each is
 * one phrase of 4 to 8 bars with its own tempo and metre; `grooves/README.md` says more. Throws if
 * the folder is missing, holds none, or holds one that cannot be read.
 */
export const readGrooves = async (folder: string = GROOVES_FOLDER): Promise<readonly DrumPart[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".mid")).sort();
  if (files.length === 0) throw new Error(`The folder "${folder}" holds no grooves (".mid" files).`);
  return Promise.all(files.map((file) => readDrumPart(join(folder, file))));
};
