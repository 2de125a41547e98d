import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { ended } from "../../../shared/text/ended.ts";
import { check } from "../../core/check/check.ts";
import { parseJsonText } from "../../core/files/json-text.ts";
import { unicodeText } from "../../core/files/unicode-text.ts";
import { PITCH_TABLE_NAMES, Pitches } from "../../core/music/pitch-table.ts";
import { DatasetOptions } from "../training/dataset/record.ts";
import { mustBeThere, nonEmpty } from "./paths.ts";

/** What was typed of the kit that MIDI files were played on. */
export interface KitOptions {
  readonly pitches: DatasetOptions["pitches"];
  readonly map?: string;
}

/** Which pitches are which drum, as a data set is made with it. */
type Kit = Pick<DatasetOptions, "pitches" | "overrides">;

/** Adds `--pitches` and `--map` to a command that reads MIDI files. */
export const addKitOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--pitches <table>", "which pitches are which drum: a table of Magenta's, or a kit")
        .choices(PITCH_TABLE_NAMES)
        .default(DatasetOptions.shape.pitches.parse(undefined)),
    )
    .option(
      "--map <file>",
      'drums of single pitches, as {"24": "kick"}, or a show file, whose pitches are taken',
      nonEmpty,
    );

/**
 * The kit that was asked for: the file's pitches, and the table that was typed before the file's. Ends the command as
 * misunderstood when the file cannot be read.
 */
export const kitOf = (command: Command, { pitches, map }: KitOptions): Kit => {
  if (map === undefined) return { pitches, overrides: {} };
  mustBeThere(command, "--map", map, "file", WAY_OUT);
  try {
    const { table, overrides } = readMap(map);
    const typed = command.getOptionValueSource("pitches") === "cli";
    return { pitches: typed ? pitches : table, overrides };
  } catch (error) {
    return command.error(`error: --map: ${ended(reasonOf(error))}`);
  }
};

const WAY_OUT = 'it holds pitches and their drums, as {"24": "kick", "26": "snare"}';

/** A map, or the pitches of a show. Throws one sentence that begins with the file's name. */
const readMap = (path: string): Pitches => {
  const name = basename(path);
  const text = unicodeText(readFileSync(path), name);
  if (text.trim() === "") throw new Error(`${name} is empty; ${WAY_OUT}`);
  const json = parseJsonText(text, name);
  const isShow = typeof json === "object" && json !== null && "pitches" in json;
  const checked = check(Pitches, isShow ? json.pitches : { overrides: json }, "its pitches");
  if (!checked.ok)
    throw new Error(`${name}: ${checked.reason.replace(/^overrides\./, "").replace(/^overrides /, "it ")}; ${WAY_OUT}`);
  return checked.value;
};
