import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { Random } from "../../../../shared/chance/random.ts";
import { reasonOf } from "../../../../shared/events/report.ts";
import { TrainingError } from "../training-error.ts";
import { type DatasetOptions, SPLITS, type Split } from "./record.ts";

/** What is known of a file before it is opened. */
export interface Placement {
  readonly split: Split;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where a file belongs, or in one clause why it is left out. */
type SplitOf = (source: string) => Placement | string;

/**
 * By chance: a file's split depends on its name and the seed only, so that adding files moves none
 * of the others.
 */
const placeByChance =
  ({ seed, validation, test }: DatasetOptions): SplitOf =>
  (source) => {
    const chance = new Random(seed, source).next();
    const split = chance < test ? "test" : chance < test + validation ? "validation" : "train";
    return { split, tags: {} };
  };

/** By a table with a row for each file; rows that do not say what `where` wants are left out. */
const placeByTable = async ({ file, splitColumn, where }: NonNullable<DatasetOptions["table"]>): Promise<SplitOf> => {
  let rows: Record<string, string>[];
  try {
    rows = parse(await readFile(file), { columns: true, skip_empty_lines: true, trim: true, bom: true });
  } catch (error) {
    throw new TrainingError(`${file}: cannot be read as a CSV table (${reasonOf(error)}); check the file.`);
  }
  const columns = Object.keys(rows[0] ?? {});
  for (const column of [splitColumn, ...Object.keys(where)])
    if (!columns.includes(column))
      throw new TrainingError(`${file}: it has no column "${column}"; it has ${columns.join(", ")}.`);
  // The column that names the files is the one whose cells look like MIDI files.
  const names = columns.find((column) => /\.midi?$/i.test(rows[0]?.[column] ?? ""));
  if (names === undefined)
    throw new TrainingError(`${file}: no column of it holds names of .mid files; add one, relative to the folder.`);
  const byName = new Map(rows.map((row) => [row[names]!, row]));
  return (source) => {
    const row = byName.get(source) ?? byName.get(basename(source));
    if (row === undefined) return `not in ${basename(file)}`;
    const other = Object.entries(where).find(
      ([column, wanted]) => !new RegExp(`^(?:${wanted})$`).test(row[column] ?? ""),
    );
    if (other) return `its ${other[0]} is not ${other[1]}`;
    const split = SPLITS.find((name) => name === row[splitColumn]);
    if (split === undefined) return `its split "${row[splitColumn]}" is none of ${SPLITS.join(", ")}`;
    const { [names]: _name, [splitColumn]: _split, ...tags } = row;
    return { split, tags };
  };
};

/** How the options place files. Throws TrainingError when the table cannot be used. */
export const placing = async (options: DatasetOptions): Promise<SplitOf> =>
  options.table === null ? placeByChance(options) : placeByTable(options.table);
