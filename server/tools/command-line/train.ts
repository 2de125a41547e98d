import { type Command, InvalidArgumentError } from "commander";
import { projectFolder } from "../../core/files/project-folder.ts";
import { resolvePath } from "../../core/show/show-file.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { readCheckpoint } from "../../music/rhythm/checkpoint/read-checkpoint.ts";
import { readDataset } from "../training/dataset/dataset-file.ts";
import { withValidation } from "../training/dataset/hold-back.ts";
import { fitFeel } from "../training/feel/fit-feel.ts";
import { fitLearntFeel, writeFeel } from "../training/feel/fit-learnt-feel.ts";
import { fitMemory, writeMix } from "../training/memory/fit-memory.ts";
import { DEFAULT_RECIPE, FINE_TUNING_RATE, Recipe } from "../training/recipe.ts";
import { runTraining } from "../training/run-training.ts";
import { TrainingError } from "../training/training-error.ts";
import { aNumber } from "./numbers.ts";
import { list, MADE_WITH_DATASET, mustBeCheckpoint, mustBeThere, nonEmpty } from "./paths.ts";
import { duration, ProgressLine } from "./progress-line.ts";
import type { Terminal } from "./terminal.ts";

interface Options extends Recipe {
  readonly data: string[];
  readonly out: string;
  readonly from?: string;
  readonly fresh?: boolean;
  readonly force?: boolean;
  readonly memoryOnly?: boolean;
  readonly json?: boolean;
}

/** `antiphon train --data FILE --out DIR [--from CHECKPOINT]`: a data file to a checkpoint. */
export const addTrain = (program: Command, terminal: Terminal): void => {
  const { layers, ...numbers } = DEFAULT_RECIPE;
  const about = Recipe.shape;
  const command = program
    .command("train")
    .description("train a model, or train an existing one further (an interrupted run goes on by itself)")
    .requiredOption("--data <files...>", "data files made by antiphon dataset", list)
    .requiredOption("--out <folder>", "where the checkpoint goes", nonEmpty)
    .option("--from <checkpoint>", "folder (models/groove: ours) or address of a checkpoint to begin with", nonEmpty)
    .option("--layers <cells>", about.layers.description!, cells, layers)
    .option("--fresh", "forget an unfinished run and start again")
    .option("--force", "replace a model that the folder holds")
    .option(
      "--memory-only",
      "fit only how the model in the folder --out is mixed with a memory, and its feel; its weights stay",
    )
    .option("--json", "the result as JSON on standard output");
  for (const [name, value] of Object.entries(numbers))
    command.option(`--${dashed(name)} <number>`, about[name as keyof Recipe].description!, aNumber, value);
  command.action(async (options: Options) => {
    const { data, out, from, fresh, force, memoryOnly, json, ...rest } = options;
    if (from !== undefined && command.getOptionValueSource("rate") === "default") rest.rate = FINE_TUNING_RATE;
    const recipe = Recipe.safeParse(rest);
    if (!recipe.success) {
      const issue = recipe.error.issues[0]!;
      return command.error(`error: --${dashed(String(issue.path[0]))}: ${issue.message}; see "antiphon train --help".`);
    }
    for (const file of data) mustBeThere(command, "--data", file, "file", MADE_WITH_DATASET);
    if (from !== undefined) mustBeCheckpoint(command, "--from", resolvePath(from, null, projectFolder));
    if (memoryOnly) {
      if (from !== undefined)
        command.error(
          "error: --memory-only: it fits a model that is there already; name its folder with --out and leave --from out.",
        );
      mustBeCheckpoint(command, "--out", out);
    }
    const datasets = await Promise.all(data.map(readDataset));
    const records = datasets.flatMap((dataset) => dataset.records);
    const named = data.map((name, index) => ({
      name,
      sha256: datasets[index]!.sha256,
      about: datasets[index]!.options.about,
    }));
    if (memoryOnly) {
      const checkpoint = await readCheckpoint(out);
      const mix = await fitMemory(checkpoint, out, { records, data: named, seed: recipe.data.seed });
      if (mix === null) throw new TrainingError(NOTHING_TO_FIT_ON);
      await writeMix(out, mix);
      const table = checkpoint.config.antiphon?.feel ?? fitFeel(records);
      const feel = await fitLearntFeel(records, table, recipe.data.seed);
      if (feel !== null) await writeFeel(out, feel);
      const { natsPerStep, without } = mix;
      if (json) terminal.print(JSON.stringify({ out, memory: { natsPerStep, without }, feel: feel !== null }));
      else {
        terminal.print(`${out}: ${memoryLine(mix)}`);
        terminal.print(`${out}: ${feel === null ? NOBODY_PLAYED : FEEL_LINE}`);
      }
      return;
    }
    const split = withValidation(records);
    if (split !== records) terminal.note(HELD_BACK);
    const line = new ProgressLine(process.stderr, monotonicTime);
    const interrupt = new AbortController();
    const onSignal = (): void => interrupt.abort();
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
    const result = await runTraining(
      {
        recipe: recipe.data,
        records: split,
        data: named,
        out,
        from: from === undefined ? null : { named: from, place: resolvePath(from, null, projectFolder) },
        fresh: fresh ?? false,
        force: force ?? false,
        command: ["antiphon", ...process.argv.slice(2)].join(" "),
      },
      {
        signal: interrupt.signal,
        onStart: (epochs, before) => {
          if (before !== null) terminal.note(`${from}: ${before.toFixed(4)} nats per step on validation`);
          if (epochs > 0) terminal.note(`Going on after epoch ${epochs} of an interrupted run.`);
        },
        onFeel: (share) => line.show(share, () => "how drummers play: velocities and micro-timing"),
        onProgress: ({ epoch, epochs, share, nats, secondsLeft }) =>
          line.show(
            (epoch - 1 + share) / epochs,
            () =>
              `epoch ${epoch} of ${epochs}, ${nats.toFixed(3)} nats per step` +
              (secondsLeft === null ? "" : `, ${duration(secondsLeft)} left at most`),
          ),
        onEpoch: ({ epoch, train, validation, seconds }, best) => {
          line.clear();
          terminal.note(
            `epoch ${epoch}: learning ${train.toFixed(4)}, validation ${validation.toFixed(4)} nats per step, ${duration(seconds)}${best ? ", best so far" : ""}`,
          );
        },
      },
      monotonicTime,
    ).finally(() => {
      line.clear();
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    });
    const { ended, best, before, history, memory } = result;
    if (ended === "interrupted")
      terminal.note(
        `Interrupted in epoch ${history.length + 1}; run the same command again and it goes on from there.`,
      );
    if (ended === "no better") terminal.note(`No better validation for ${recipe.data.patience} epochs: stopped.`);
    const inVain = ended !== "interrupted" && best === null && before !== null;
    if (inVain)
      terminal.note(
        `No epoch was better than ${from} (${before.toFixed(4)} nats per step): ${out} has its weights as they were. Try a lower --rate, or more files.`,
      );
    if (memory) terminal.note(memoryLine(memory));
    else if (ended !== "interrupted") terminal.note(NOTHING_TO_FIT_ON);
    if (json) terminal.print(JSON.stringify({ out, ...result }));
    else if (best)
      terminal.print(`${out}: ${best.validation.toFixed(4)} nats per step on validation, epoch ${best.epoch}`);
    if (inVain) process.exitCode = 1;
    if (ended === "interrupted") process.exitCode = 130;
  });
};

const HELD_BACK =
  "The files are so few that training or validation had none: the last fifth of each is held back for validation, the rest is learnt.";

const NOTHING_TO_FIT_ON =
  "The validation split is too small to fit how the model is mixed with a memory, so it has the usual weights for that; make the data with more files.";

const NOBODY_PLAYED = "nobody has played anything in the training split, so its feel stays as it was";
const FEEL_LINE = 'its feel is fitted on the training split; "antiphon evaluate" tells how near it comes';

const memoryLine = ({ natsPerStep, without }: { readonly natsPerStep: number; readonly without: number }): string =>
  `with a memory ${natsPerStep.toFixed(4)} nats per step on the validation split it was fitted on, ${without.toFixed(4)} without; "antiphon evaluate --memory 1" tells it of the test`;

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const cells = (text: string): number[] => {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes;
  throw new InvalidArgumentError("It is whole numbers with commas between them, as 128,128.");
};
