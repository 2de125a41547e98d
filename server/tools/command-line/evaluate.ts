import { stat } from "node:fs/promises";
import { type Command, Option } from "commander";
import { projectFolder } from "../../core/files/project-folder.ts";
import { resolvePath } from "../../core/show/show-file.ts";
import { readCheckpoint } from "../../music/rhythm/checkpoint/read-checkpoint.ts";
import { readFeel } from "../../music/rhythm/checkpoint/read-feel.ts";
import { DrumModel } from "../../music/rhythm/network/drum-model.ts";
import { readDataset } from "../training/dataset/dataset-file.ts";
import { readFolder } from "../training/dataset/read-folder.ts";
import { type FileRecord, SPLITS, type Split } from "../training/dataset/record.ts";
import { type ContextReport, contextReport } from "../training/evaluation/context.ts";
import {
  LONG_BARS,
  type MemoryScore,
  type MemoryScorer,
  type Prediction,
  scoreSplit,
  trainNgrams,
} from "../training/evaluation/evaluate.ts";
import { scorerOf } from "../training/evaluation/scorer.ts";
import { answeredOrnaments, type OrnamentReport } from "../training/feel/answered-ornaments.ts";
import { type FeelReport, feelError } from "../training/feel/feel-error.ts";
import { answerReport } from "../training/memory/answers.ts";
import { LOOP_TEMPERATURES, loopVariety } from "../training/memory/loop-variety.ts";
import { overBars, scoreWithMemory } from "../training/memory/memory-score.ts";
import { sequencesOf } from "../training/sequences.ts";
import { TrainingError } from "../training/training-error.ts";
import { answerLines, loopLines } from "./answer-lines.ts";
import { addKitOptions, type KitOptions, kitOf } from "./kit-options.ts";
import { aShare } from "./numbers.ts";
import { MADE_WITH_DATASET, mustBeCheckpoint, mustBeThere, nonEmpty } from "./paths.ts";
import { type Terminal, table } from "./terminal.ts";

interface Options extends KitOptions {
  readonly checkpoint: string;
  readonly data: string;
  readonly split: Split | "all";
  readonly ngrams?: string;
  readonly context?: boolean;
  readonly memory?: number;
  readonly answers?: boolean;
  readonly loop?: boolean;
  readonly files?: boolean;
  readonly json?: boolean;
}

/** `antiphon evaluate --checkpoint DIR --data FILE|MIDI_DIR`: how well a model predicts drummers. */
export const addEvaluate = (program: Command, terminal: Terminal): void => {
  addKitOptions(program.command("evaluate"))
    .description("nats per 16th step of a model on whole pieces, with n-grams beside it")
    .requiredOption("--checkpoint <place>", "folder (models/groove: ours) or address of the checkpoint", nonEmpty)
    .requiredOption(
      "--data <place>",
      "a data file of antiphon dataset, or a folder of MIDI files, all of which are scored",
      nonEmpty,
    )
    .addOption(new Option("--split <name>", "what is scored of a data file").choices([...SPLITS, "all"]))
    .option(
      "--ngrams <file>",
      "the data file whose training split the n-grams learn; otherwise that of --data",
      nonEmpty,
    )
    .option("--context", "nats per step against the bars heard, with and without carried state")
    .option(
      "--memory <share>",
      "0 to 1: with a memory of what the piece has had so far beside the network, see models/groove/CARD.md",
      aShare,
    )
    .option(
      "--answers",
      "how like their calls 160 answers of two bars are, by the network alone and with the memory (--memory, otherwise 1)",
    )
    .option(
      "--loop",
      "distinct bars while two voices answer each other for 1,000 bars, with the memory and without; takes minutes",
    )
    .option("--files", "every file in the table")
    .option("--json", "as JSON on standard output")
    .action(async (options: Options, command: Command) => {
      const {
        checkpoint: place,
        data,
        split,
        ngrams: ngramFile,
        context,
        memory,
        answers,
        loop,
        files,
        json,
      } = options;
      const resolved = resolvePath(place, null, projectFolder);
      mustBeCheckpoint(command, "--checkpoint", resolved);
      mustBeThere(command, "--data", data, "file or folder", MADE_WITH_DATASET);
      if (ngramFile !== undefined) mustBeThere(command, "--ngrams", ngramFile, "file", MADE_WITH_DATASET);
      const checkpoint = await readCheckpoint(resolved);
      const isFolder = await stat(data).then(
        (found) => found.isDirectory(),
        () => false,
      );
      const kit = kitOf(command, options);
      if (!isFolder && (options.map !== undefined || command.getOptionValueSource("pitches") === "cli"))
        command.error("error: --pitches and --map are for a folder of MIDI files; a data file was made with its own.");
      const records = isFolder ? await readFolder(data, kit) : (await readDataset(data)).records;
      const splits: Split[] = isFolder ? ["test"] : splitsOf(split);
      if (!records.some((record) => splits.includes(record.split) && record.pieces.length > 0))
        throw new TrainingError(nothingIn(data, splits, records));

      const scorer = await scorerOf(checkpoint, place);
      const learnt = ngramFile === undefined ? (isFolder ? [] : records) : (await readDataset(ngramFile)).records;
      const ngrams = context ? [] : trainNgrams(learnt);
      const model = new DrumModel(checkpoint, place);
      const memoryScorer: MemoryScorer | null =
        memory === undefined ? null : (sequences) => scoreWithMemory(model, model.mix, sequences, memory);
      const remembers = memory !== undefined || answers || loop;
      if (checkpoint.mixFault !== null && remembers) terminal.note(checkpoint.mixFault);
      const scores = splits.flatMap((name) => scoreSplit(scorer, records, name, ngrams, memoryScorer) ?? []);
      const { feel: learntFeel, complaint } = await readFeel(resolved);
      if (complaint !== null) terminal.note(complaint);
      const feel = { table: checkpoint.config.antiphon?.feel ?? null, learnt: learntFeel };
      const results = scores.map((score) => ({
        ...score,
        feel: feelError(feel, records, score.split),
        ornaments: context ? null : answeredOrnaments(model, feel, records, score.split),
        answers: answers
          ? [0, memory ?? 1].flatMap((amount) => answerReport(model, sequencesOf(records, score.split), amount) ?? [])
          : null,
        loop: loop
          ? LOOP_TEMPERATURES.flatMap(
              (each) => loopVariety([model, model], sequencesOf(records, score.split), memory ?? 1, each) ?? [],
            )
          : null,
        context: context ? (contextReport(scorer, records, score.split) ?? null) : null,
      }));
      if (json) {
        terminal.print(JSON.stringify({ checkpoint: place, data, splits: results }));
        return;
      }
      const rows = [["split", "what", "nats/step", "95 % over files", "perplexity"]];
      for (const { split: name, steps, model, memory: remembering, ngrams: baselines, files: scored } of results) {
        rows.push(predictionRow(isFolder ? "all" : name, `${place} (${scored.length} files, ${steps} steps)`, model));
        if (remembering) rows.push(predictionRow("", `with memory ${memory}`, remembering));
        for (const [ngram, prediction] of Object.entries(baselines)) rows.push(predictionRow("", ngram, prediction));
        if (files) for (const { file, natsPerStep } of scored) rows.push(["", file, natsPerStep.toFixed(4)]);
      }
      for (const line of table(rows)) terminal.print(line);
      for (const result of results) {
        const { split: name, memory: remembering, feel: error, ornaments, context: report } = result;
        if (remembering) for (const line of memoryLines(isFolder ? "all" : name, remembering)) terminal.print(line);
        if (result.answers) for (const line of answerLines(name, result.answers)) terminal.print(line);
        if (result.loop) for (const line of loopLines(name, result.loop)) terminal.print(line);
        for (const line of feelLines(name, error, ornaments)) terminal.print(line);
        if (context) for (const line of contextLines(name, report)) terminal.print(line);
      }
    });
};

const splitsOf = (split: Options["split"] | undefined): Split[] => {
  if (split === undefined) return ["validation", "test"];
  return split === "all" ? [...SPLITS] : [split];
};

const nothingIn = (data: string, splits: readonly Split[], records: readonly FileRecord[]): string => {
  const why = records.find((record) => record.unused !== null);
  return (
    `${data}: nothing to score in ${splits.join(" and ")}` +
    (why ? ` (${why.source}: ${why.unused})` : "") +
    "; name other data or another --split."
  );
};

const predictionRow = (split: string, what: string, { natsPerStep, interval, perplexity }: Prediction): string[] => [
  split,
  what,
  natsPerStep.toFixed(4),
  `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
  perplexity.toFixed(2),
];

/** Bars taken together in the text; JSON has every one. */
const BAR_GROUPS = [
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 8],
  [9, 16],
  [17, 32],
  [33, Number.POSITIVE_INFINITY],
] as const;

const memoryLines = (split: string, { byBar, longByBar }: MemoryScore): string[] => {
  const rows = BAR_GROUPS.flatMap(([first, last]) => {
    const group = overBars(byBar, first, last);
    const name =
      last === first ? String(first) : last === Number.POSITIVE_INFINITY ? `${first} on` : `${first} to ${last}`;
    return group ? [[name, group.natsPerStep.toFixed(4), group.without.toFixed(4), String(group.steps)]] : [];
  });
  const lines = [
    `memory, ${split}: nats per step by bar of the piece`,
    ...table([["bar", "with memory", "network alone", "steps"], ...rows]),
  ];
  const early = overBars(longByBar, 1, 4);
  const late = overBars(longByBar, 17, LONG_BARS);
  if (early && late)
    lines.push(
      `memory, ${split}, pieces of ${LONG_BARS} bars and more: bars 1 to 4 ${early.natsPerStep.toFixed(4)} (alone ${early.without.toFixed(4)}), ` +
        `bars 17 to ${LONG_BARS} ${late.natsPerStep.toFixed(4)} (${late.without.toFixed(4)}): ` +
        `${(late.natsPerStep / early.natsPerStep).toFixed(2)} of it (${(late.without / early.without).toFixed(2)})`,
    );
  return lines;
};

const feelLines = (split: string, error: FeelReport | null, ornaments: OrnamentReport | null): string[] => {
  const lines: string[] = [];
  if (error !== null) {
    const { hits, learnt, heard, table: byTable, constant } = error;
    const row = (what: string, of: FeelReport["learnt"]): string[][] =>
      of === null ? [] : [[what, of.velocity.toFixed(2), of.offset.toFixed(4)]];
    lines.push(
      `feel, ${split}: mean absolute error over ${hits} hits, each expected by what was heard in earlier steps`,
      ...table([
        ["", "velocity", "offset (steps)"],
        ...row("learnt, by the player heard", learnt),
        ...row("the table, moved by the player heard", heard),
        ...row("the table", byTable),
        ...row("100 on the grid", constant),
      ]),
    );
  }
  if (ornaments !== null) {
    const { played, answered } = ornaments;
    lines.push(
      `ornaments, ${split}: ${(100 * answered.share).toFixed(2)} further hits of a drum in a step for 100 hits of the answers ` +
        `(${answered.hits}), ${(100 * played.share).toFixed(2)} as played (${played.hits})`,
    );
  }
  return lines;
};

const contextLines = (split: string, report: ContextReport | null): string[] => {
  if (report === null) return [`${split}: no piece is longer than 32 bars, so nothing can be said of context.`];
  return [
    `context, ${split}: ${report.targetBars} bars of ${report.pieces} pieces, nats per step`,
    ...table([
      [
        "bars heard",
        "the same bars after only these",
        "state carried from the start",
        "the bar after so many of a piece",
      ],
      ...report.rows.map(({ barsHeard, onlyThese, asItGoes }) => [
        String(barsHeard),
        onlyThese.toFixed(4),
        report.carried.toFixed(4),
        asItGoes.toFixed(4),
      ]),
    ]),
  ];
};
