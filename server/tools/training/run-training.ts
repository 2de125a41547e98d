import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Checkpoint, checkpointOf } from "../../music/rhythm/checkpoint/checkpoint.ts";
import { drumConfig } from "../../music/rhythm/checkpoint/config.ts";
import { readCheckpoint } from "../../music/rhythm/checkpoint/read-checkpoint.ts";
import { writeCheckpoint } from "../../music/rhythm/checkpoint/write-checkpoint.ts";
import type { FileRecord } from "./dataset/record.ts";
import { fitFeel } from "./feel/fit-feel.ts";
import { feelFile, fitLearntFeel } from "./feel/fit-learnt-feel.ts";
import { lossPlot } from "./loss-plot.ts";
import { type FittedMix, fitMemory, writeMix } from "./memory/fit-memory.ts";
import { useWasm } from "./network/backend.ts";
import { namedArrays, parametersOf } from "./network/parameters.ts";
import type { Recipe } from "./recipe.ts";
import { bestOf, type Epoch, forgetRun, isUnfinished, loadRun, saveRun } from "./run-state.ts";
import { sequencesOf, trainingSequences } from "./sequences.ts";
import { type Progress, Training } from "./training.ts";
import { type NamedData, trainingCard } from "./training-card.ts";
import { TrainingError } from "./training-error.ts";

export interface TrainOrder {
  readonly recipe: Recipe;
  readonly records: readonly FileRecord[];
  /** What the data are, for the card and to know an unfinished run by. */
  readonly data: readonly NamedData[];
  /** Folder of the checkpoint; an unfinished run lies beside it. */
  readonly out: string;
  /** A checkpoint to begin with, as it was named and where it is; its sizes then stand in place of the recipe's. */
  readonly from: { readonly named: string; readonly place: string } | null;
  /** Forgets an unfinished run. */
  readonly fresh: boolean;
  /** Replaces a model that `out` holds and that is not of an unfinished run. */
  readonly force: boolean;
  /** The command as it was typed, for the card. */
  readonly command: string;
}

interface TrainWatcher {
  /** With the epochs an interrupted run has behind it, and how well the checkpoint begun with does on validation. */
  readonly onStart: (resumed: number, before: number | null) => void;
  /** How far the fitting of the feel is, 0 to 1: it comes first. */
  readonly onFeel?: (share: number) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onEpoch: (epoch: Epoch, best: boolean) => void;
  /** Aborted to stop at the next window with everything kept. */
  readonly signal: AbortSignal;
}

interface TrainResult {
  readonly ended: "through" | "no better" | "interrupted";
  readonly history: readonly Epoch[];
  /** null when no epoch was better than what training began with. */
  readonly best: Epoch | null;
  /** Nats per step on validation of the checkpoint begun with; null without one. */
  readonly before: number | null;
  /** How it does with a memory, on the split its weights were fitted on; null when they were not fitted. */
  readonly memory: Omit<FittedMix, "text"> | null;
}

/**
 * Trains a checkpoint, or goes on with a run that was interrupted. The folder `out` holds the best
 * weights so far, whole, from the first epoch on; those begun with are among them. At the end the mix
 * with a memory is fitted and lies beside them. Throws TrainingError
 * or CheckpointError.
 */
export const runTraining = async (order: TrainOrder, watcher: TrainWatcher, time: TimeSource): Promise<TrainResult> => {
  if (!order.force && holdsModel(order.out) && !isUnfinished(order.out))
    throw new TrainingError(
      `${order.out}: there is a model already, and it stays as it is; choose another --out, or replace it with --force.`,
    );
  await useWasm();
  const from = order.from?.named ?? null;
  const start = order.from === null ? null : await readCheckpoint(order.from.place);
  const parameters = start && parametersOf(start, from!);
  const recipe = start ? { ...order.recipe, ...sizesOf(start) } : order.recipe;
  const data = { train: trainingSequences(order.records), validation: sequencesOf(order.records, "validation") };
  for (const [split, sequences] of Object.entries(data))
    if (sequences.length === 0)
      throw new TrainingError(
        `The data have nothing in the ${split} split; make them again with more files or other shares ("antiphon dataset --help").`,
      );
  const training = new Training(recipe, data, time, parameters ?? undefined);
  const begun = JSON.stringify([order.data.map(({ sha256 }) => sha256), from]);
  const before = start ? training.validate() : null;
  if (order.fresh) await forgetRun(order.out);
  const kept = await loadRun(order.out, begun, recipe, training.arrays);
  if (kept) training.resume(kept);
  watcher.onStart(training.history.length, before);

  const table = fitFeel(order.records);
  const learnt = await fitLearntFeel(order.records, table, recipe.seed, watcher.onFeel);
  const keep = (): Promise<void> => saveRun(order.out, training.header(begun), training.arrays);
  const write = async (weights: Checkpoint["weights"]): Promise<void> => {
    const { history } = training;
    const facts = { ...order, from, recipe, history, weights, before };
    const { text, card } = trainingCard(facts, { table, learnt });
    const checkpoint = checkpointOf(drumConfig(recipe.counterBits, { feel: table, card }), weights, order.out);
    await writeCheckpoint(order.out, checkpoint, {
      "CARD.md": text,
      "loss.svg": lossPlot(order.out, history, before),
      ...(learnt && feelFile(learnt)),
    });
  };
  const stop = (ended: TrainResult["ended"], memory: TrainResult["memory"] = null): TrainResult => {
    const { history } = training;
    return { ended, history, best: bestOf(history, before), before, memory };
  };

  while (training.history.length < recipe.epochs) {
    for (const progress of training.epoch()) {
      watcher.onProgress(progress);
      // Lets an interrupt be heard.
      await new Promise((resolve) => setImmediate(resolve));
      if (!watcher.signal.aborted) continue;
      await keep();
      return stop("interrupted");
    }
    const { history } = training;
    const best = bestOf(history, before);
    const latest = history.at(-1)!;
    if (best === latest) await write(namedArrays(training.weights));
    else if (best === null && history.length === 1) await write(start!.weights);
    await keep();
    watcher.onEpoch(latest, best === latest);
    if (latest.epoch - (best?.epoch ?? 0) >= recipe.patience) break;
  }
  // Once more, now that card and plot can tell the whole story.
  await write((await readCheckpoint(order.out)).weights);
  const { records, data: named } = order;
  const mix = await fitMemory(await readCheckpoint(order.out), order.out, { records, data: named, seed: recipe.seed });
  await writeMix(order.out, mix);
  await forgetRun(order.out);
  const memory = mix && { natsPerStep: mix.natsPerStep, without: mix.without };
  return stop(training.history.length < recipe.epochs ? "no better" : "through", memory);
};

const holdsModel = (folder: string): boolean =>
  ["config.json", "weights_manifest.json"].some((file) => existsSync(join(folder, file)));

const sizesOf = ({ shape, config }: Checkpoint): Pick<Recipe, "layers" | "counterBits"> => ({
  layers: [...shape.layers],
  counterBits: config.auxInputs?.[0]?.args.numBits ?? 0,
});
