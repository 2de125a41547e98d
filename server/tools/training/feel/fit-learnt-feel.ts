import { join } from "node:path";
import { reasonOf } from "../../../../shared/events/report.ts";
import { writeWhole } from "../../../core/files/write-whole.ts";
import type { FeelTable } from "../../../core/music/feel-table.ts";
import type { LearntFeel } from "../../../core/music/learnt-feel.ts";
import { FEEL_FILE } from "../../../music/rhythm/checkpoint/read-feel.ts";
import type { FileRecord } from "../dataset/record.ts";
import { TrainingError } from "../training-error.ts";
import { feelError } from "./feel-error.ts";
import { feltPieces } from "./felt-pieces.ts";
import { fitHead } from "./fit-head.ts";
import { fitOrnaments } from "./fit-ornaments.ts";

/**
 * Fits what a model's `feel.json` holds on the training split: the head, kept only where it comes nearer to the
 * validation split than `table` does, and the ornaments. All chance comes from `seed`. Null where nobody has played.
 * Takes about a minute for 300,000 hits; yields to others now and then, and tells `onProgress` shares of 1.
 */
export const fitLearntFeel = async (
  records: readonly FileRecord[],
  table: FeelTable,
  seed: number,
  onProgress?: (share: number) => void,
): Promise<LearntFeel | null> => {
  const pieces = [...feltPieces(records, "train")];
  if (pieces.length === 0) return null;
  const { hidden, weights } = await fitHead(pieces, seed, onProgress);
  const head = { hidden, weights: Array.from(weights, (weight) => Math.round(weight * 1e4) / 1e4) };
  const ornaments = fitOrnaments(pieces);
  const learnt: LearntFeel = { version: 1, head, ornaments };
  const error = feelError({ table, learnt }, records, "validation");
  const isBetter =
    error !== null &&
    error.learnt !== null &&
    error.heard !== null &&
    error.learnt.velocity < error.heard.velocity &&
    error.learnt.offset < error.heard.offset;
  return isBetter ? learnt : { ...learnt, head: null };
};

/** The file of a checkpoint's folder that holds it, by its name. */
export const feelFile = (learnt: LearntFeel): Readonly<Record<string, string>> => ({ [FEEL_FILE]: textOf(learnt) });

const textOf = (learnt: LearntFeel): string => `${JSON.stringify(learnt)}\n`;

/** Puts it into the folder of a model that is there. Throws TrainingError. */
export const writeFeel = async (folder: string, learnt: LearntFeel): Promise<void> => {
  const file = join(folder, FEEL_FILE);
  try {
    await writeWhole(file, textOf(learnt));
  } catch (error) {
    const reason = reasonOf((error as Error).cause ?? error);
    throw new TrainingError(
      `${file}: could not be written (${reason}); free space or check whose folder it is, and run the command again.`,
    );
  }
};
