import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { loadShow } from "../../core/show/show-file.ts";
import { SCHEMA_FILE, showSchema, writtenShow } from "../../core/show/written-show.ts";
import type { Terminal } from "./terminal.ts";

/** `antiphon show new FILE` and `antiphon show schema`: show files to begin with, and what editors check them by. */
export const addShow = (program: Command, terminal: Terminal): void => {
  const show = program.command("show").description("show files");
  show
    .command("new")
    .argument("<file>", "where it goes; nothing is overwritten")
    .description("write the usual show with everything that can be said in one, and its JSON Schema beside it")
    .action(async (file: string) => {
      const text = writtenShow(await loadShow(null, projectFolder));
      const path = resolve(file);
      await written(path, text, "wx");
      const schema = join(dirname(path), SCHEMA_FILE);
      await written(schema, showSchema(), "w");
      terminal.print(`Wrote ${relative(".", path)}, and ${relative(".", schema)} for your editor.`);
      terminal.note(
        `Now "antiphon play ${file}". What you leave out keeps its default; docs/guide.md says what each key is.`,
      );
    });
  show
    .command("schema")
    .description("print the JSON Schema of show files")
    .action(() => terminal.print(showSchema().trimEnd()));
};

const written = async (path: string, text: string, flag: "w" | "wx"): Promise<void> => {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new Error(
      isThere
        ? `${path} is there already, and stays as it is; choose another name.`
        : `${path} cannot be written: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
};
