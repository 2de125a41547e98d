import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { TAKE_FILES } from "../../../shared/protocol/take-files.ts";
import { noSuch } from "../../../shared/text/no-such.ts";
import { ms } from "../../../shared/time/units.ts";
import { projectVersion } from "../../core/files/project-folder.ts";
import { writeWhole } from "../../core/files/write-whole.ts";
import { FORMATS, type Format, type FormatName } from "../../takes/export/formats.ts";
import { PLACE_RULE, secondsOf } from "../../takes/export/place.ts";
import { type Part, readMusic } from "../../takes/export/read-music.ts";
import { SummaryNotes, summaryOf } from "../../takes/export/summary.ts";
import type { MusicVoice, TakeMusic } from "../../takes/export/take-music.ts";
import { openTake, type Take } from "../../takes/read-take.ts";
import { nonEmpty } from "./paths.ts";
import type { Terminal } from "./terminal.ts";

interface Options extends Partial<Record<FormatName | "summary", string>> {
  readonly from?: string;
  readonly to?: string;
  readonly voices?: readonly string[];
  readonly force?: boolean;
}

/** Standard output. */
const OUTPUT = "-";

/** `antiphon export TAKE --midi FILE ...`: a take as files of other programs. */
export const addExport = (program: Command, terminal: Terminal): void => {
  const command = program
    .command("export")
    .description("write a take as files of other programs")
    .argument("<take>", "the take's folder, or its name in takes/");
  for (const [name, { about }] of Object.entries<Format>(FORMATS)) command.option(`--${name} <file>`, about, nonEmpty);
  command
    .option("--summary <file>", TAKE_FILES.summary.about, nonEmpty)
    .option("--from <place>", `where to begin: ${PLACE_RULE}`, nonEmpty)
    .option("--to <place>", "where to end, likewise", nonEmpty)
    .option("--voices <names>", "which voices, with commas; those that are heard if none are named", names)
    .option("--force", "replace files that are there")
    .action(async (name: string, options: Options, command: Command) => {
      const wanted = wantedOf(options, command);
      const folder = takeFolder(name);
      const take = await openTake(folder).catch((error: unknown) => command.error(`error: ${reasonOf(error)}`));
      const summary = new SummaryNotes();
      const whole = await readMusic(take, undefined, (record) => summary.take(record));
      const music = await partOf(take, whole, options, command);
      const voices = voicesOf(music, options.voices, command);
      const notes = music.notes.filter(({ voice }) => voices.some(({ name }) => name === voice));
      for (const { format, file } of wanted) {
        const content =
          format === "summary"
            ? `${JSON.stringify(summaryOf(music, summary, take.header.began))}\n`
            : (FORMATS[format] as Format).write(music, voices, projectVersion());
        if (file === OUTPUT) await toOutput(String(content));
        else {
          await writeWhole(resolve(file), typeof content === "string" ? content : [content]);
          terminal.print(file);
        }
      }
      for (const loss of take.losses) terminal.report({ room: "takes", level: "warning", text: loss });
      const long = `${Math.round(music.time.seconds * 10) / 10} s`;
      terminal.note(`${take.name}: ${notes.length} notes of ${voices.map((voice) => voice.name).join(", ")}, ${long}.`);
    });
};

interface Wanted {
  readonly format: FormatName | "summary";
  readonly file: string;
}

/** What is to be written where; ends the command as misunderstood where that cannot be. */
const wantedOf = (options: Options, command: Command): readonly Wanted[] => {
  const formats = [...(Object.keys(FORMATS) as FormatName[]), "summary"] as const;
  const wanted = formats.flatMap((format) => {
    const file = options[format];
    return file === undefined ? [] : [{ format, file }];
  });
  if (wanted.length === 0)
    command.error(`error: name a file to write, with ${formats.map((format) => `--${format}`).join(", ")}.`);
  for (const [i, { format, file }] of wanted.entries()) {
    const twice = wanted.slice(0, i).find((other) => resolve(other.file) === resolve(file));
    if (twice !== undefined)
      command.error(`error: --${format}: "${file}" is that of --${twice.format} already; give it a file of its own.`);
    if (file === OUTPUT) {
      if (format !== "summary" && !FORMATS[format].isText)
        command.error(`error: --${format}: it is no text for a terminal; name a file.`);
      continue;
    }
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) command.error(`error: --${format}: "${file}" is a folder; name a file in it.`);
    if (found !== undefined && !options.force)
      throw new Error(`${file} is there already, and stays as it is; choose another name, or add --force.`);
    if (statSync(dirname(resolve(file)), { throwIfNoEntry: false }) === undefined)
      throw new Error(`${file} cannot be written: there is no folder ${dirname(file)}; make it first.`);
  }
  return wanted;
};

/** Where the take lies: at its path, or in `takes` by its name. */
const takeFolder = (name: string): string => {
  const byName = join("takes", name);
  const isThere = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return !isThere(name) && isThere(byName) ? byName : name;
};

/** The part of a take that was asked for. */
const partOf = async (take: Take, whole: TakeMusic, { from, to }: Options, command: Command): Promise<TakeMusic> => {
  if (from === undefined && to === undefined) return whole;
  const momentOf = (option: string, place: string): number => {
    try {
      return take.header.from + secondsOf(place, whole) * 1000;
    } catch (error) {
      return command.error(`error: ${option}: ${reasonOf(error)}.`);
    }
  };
  const end = take.header.from + whole.time.seconds * 1000;
  const part: Part = {
    from: ms(from === undefined ? take.header.from : momentOf("--from", from)),
    to: ms(to === undefined ? end : momentOf("--to", to)),
  };
  if (part.to <= part.from) command.error(`error: --to: "${to ?? "its end"}" is not behind --from "${from ?? "0s"}".`);
  return readMusic(take, part);
};

const voicesOf = (music: TakeMusic, wanted: readonly string[] | undefined, command: Command): readonly MusicVoice[] => {
  if (wanted === undefined) return music.voices.filter(({ sounds }) => sounds);
  const known = music.voices.map(({ name }) => name);
  for (const name of wanted)
    if (!known.includes(name)) command.error(`error: --voices: ${noSuch("voice", name, known)}`);
  return music.voices.filter(({ name }) => wanted.includes(name));
};

const names = (text: string): readonly string[] =>
  nonEmpty(text)
    .split(",")
    .map((name) => name.trim());

const toOutput = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(text, () => resolve()));
