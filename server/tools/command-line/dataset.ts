import { type Command, InvalidArgumentError, Option } from "commander";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { makeDataset } from "../training/dataset/make-dataset.ts";
import { DatasetOptions } from "../training/dataset/record.ts";
import { summaryOf } from "../training/dataset/summary.ts";
import { TrainingError } from "../training/training-error.ts";
import { addKitOptions, type KitOptions, kitOf } from "./kit-options.ts";
import { aNumber } from "./numbers.ts";
import { mustBeThere, nonEmpty } from "./paths.ts";
import { ProgressLine } from "./progress-line.ts";
import { type Terminal, table } from "./terminal.ts";

interface Options extends Omit<DatasetOptions, "folders" | "table" | "overrides">, KitOptions {
  readonly out: string;
  readonly splitCsv?: string;
  readonly splitColumn: string;
  readonly where: Record<string, string>;
  readonly json?: boolean;
}

const DEFAULTS = DatasetOptions.parse({ folders: [] });

const choice = (name: "loops" | "metre" | "duplicates", value: string, about: string): Option =>
  new Option(`--${name} ${value}`, about).choices(DatasetOptions.shape[name].unwrap().options).default(DEFAULTS[name]);

/** `antiphon dataset DIR... --out FILE`: MIDI files and takes to a data file for training. */
export const addDataset = (program: Command, terminal: Terminal): void => {
  const command = program
    .command("dataset")
    .description("turn folders of MIDI files, and takes, into a data file for training")
    .argument(
      "<folders...>",
      "folders, read with all that is below them, .mid files, or takes, of which the live playing is read",
    )
    .requiredOption("--out <file>", "the data file", nonEmpty);
  addKitOptions(command)
    .option("--channel <channel>", "where the drums are: auto, any, or 1 to 16", channel, DEFAULTS.channel)
    .addOption(choice("loops", "<how>", "pieces of 1 to 4 bars: tile them to 8 bars for training, or read them once"))
    .addOption(choice("metre", "<metre>", "which metres are used"))
    .addOption(choice("duplicates", "<how>", "files with the very same notes as another"))
    .option("--seed <number>", "decides which file is in which split", aNumber, DEFAULTS.seed)
    .option("--validation <share>", "share of the files for validation", aNumber, DEFAULTS.validation)
    .option("--test <share>", "share of the files for the test", aNumber, DEFAULTS.test)
    .option("--split-csv <file>", "a table that names the files and their split (train, validation, test)", nonEmpty)
    .option("--split-column <name>", "the column of the table that says the split", nonEmpty, "split")
    .option(
      "--where <column=pattern>",
      "use only rows of the table whose column matches, as a whole, this regular expression; may be given again",
      condition,
      {},
    )
    .option("--about <text>", "what the data are, their licence and whom to name, for the cards of models", "")
    .option("--json", "what was used and what was not, as JSON on standard output")
    .action(async (folders: string[], options: Options, command: Command) => {
      const { out, splitCsv, splitColumn, where, json, map: _, ...rest } = options;
      if (splitCsv === undefined && Object.keys(where).length > 0)
        command.error("error: --where asks a table; name it with --split-csv.");
      if (rest.validation + rest.test > 1)
        command.error("error: --validation and --test are shares of all files: together they are at most 1.");
      const kit = kitOf(command, options);
      const parsed = DatasetOptions.safeParse({
        ...rest,
        ...kit,
        folders,
        table: splitCsv === undefined ? null : { file: splitCsv, splitColumn, where },
      });
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        command.error(`error: --${issue?.path.join(".")}: ${issue?.message}; see "antiphon dataset --help".`);
      }
      for (const folder of folders)
        mustBeThere(command, "folders", folder, "file or folder", "name a folder with .mid files");
      if (splitCsv !== undefined) mustBeThere(command, "--split-csv", splitCsv, "file", "name a table as CSV");
      const line = new ProgressLine(process.stderr, monotonicTime);
      const records = await makeDataset(parsed.data, out, (done, all) =>
        line.show(done / all, () => `${done} of ${all} files`),
      );
      line.clear();
      const summary = summaryOf(records, kit);
      for (const text of table(summary.rows)) terminal.note(text);
      for (const text of summary.remarks) terminal.note(text);
      if (records.every((record) => record.unused !== null))
        throw new TrainingError(`None of the ${records.length} files can be used; the table above says why.`);
      if (json) terminal.print(JSON.stringify({ out, ...summary.counts }));
      else terminal.print(out);
    });
};

const channel = (text: string): DatasetOptions["channel"] => {
  if (text === "auto" || text === "any") return text;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 16) return number;
  throw new InvalidArgumentError("It is auto, any, or a number from 1 to 16.");
};

const condition = (text: string, before: Record<string, string>): Record<string, string> => {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It is a column, = and a regular expression.");
  try {
    new RegExp(text.slice(at + 1));
  } catch {
    throw new InvalidArgumentError(`"${text.slice(at + 1)}" is no regular expression.`);
  }
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
};
