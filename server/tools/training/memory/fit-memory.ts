import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../../../../shared/chance/random.ts";
import { reasonOf } from "../../../../shared/events/report.ts";
import { writeWhole } from "../../../core/files/write-whole.ts";
import type { Checkpoint } from "../../../music/rhythm/checkpoint/checkpoint.ts";
import { MIX_FILE, mixFileOf, parseMixFile } from "../../../music/rhythm/memory/mix-file.ts";
import { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import type { FileRecord } from "../dataset/record.ts";
import { useWasm } from "../network/backend.ts";
import { meanNats } from "../score-sequences.ts";
import { sequencesOf } from "../sequences.ts";
import { TrainingError } from "../training-error.ts";
import { fitMix } from "./fit-mix.ts";
import { scoreWithMemory } from "./memory-score.ts";
import { collectSamples } from "./mix-samples.ts";

/** Fewer steps than this, some 30 bars, teach a mix nothing that holds. */
const FEWEST_STEPS = 512;

/** What a mix was fitted on: the data as they are named, and the seed. */
export interface MixFitOrder {
  readonly records: readonly FileRecord[];
  readonly data: readonly { readonly name: string; readonly sha256: string; readonly about: string }[];
  readonly seed: number;
}

export interface FittedMix {
  /** The text of the model's MIX_FILE. */
  readonly text: string;
  /** Nats per step of the validation split it was fitted on, with and without: no fair figure. */
  readonly natsPerStep: number;
  readonly without: number;
}

/**
 * Fits the mix of a checkpoint and a memory on the validation split, never on pieces the network was
 * trained on: it would be believed too much. null when that split is too small. Throws CheckpointError
 * where the checkpoint plays no drums; `place` is for its message.
 */
export const fitMemory = async (
  checkpoint: Checkpoint,
  place: string,
  { records, data, seed }: MixFitOrder,
): Promise<FittedMix | null> => {
  const sequences = sequencesOf(records, "validation");
  const steps = sequences.reduce((sum, { symbols }) => sum + symbols.length, 0);
  if (steps < FEWEST_STEPS) return null;
  await useWasm();
  const model = new DrumModel(checkpoint, place);
  try {
    const weights = fitMix(collectSamples(model, sequences, new Random(seed, "pieces")), seed);
    const about = { seed, steps, ...namesOf(data) };
    const text = mixFileOf(weights, about);
    const written = parseMixFile(text);
    if ("fault" in written) throw new Error(`the fitted mix cannot be read back: ${written.fault}`);
    const nats = scoreWithMemory(model, written, sequences, 1);
    return {
      text,
      natsPerStep: meanNats(nats.map(({ mixed }) => mixed)),
      without: meanNats(nats.map(({ alone }) => alone)),
    };
  } finally {
    model.dispose();
  }
};

/** Puts it into the model's folder; null takes away one that was fitted for other weights. Throws TrainingError. */
export const writeMix = async (folder: string, mix: FittedMix | null): Promise<void> => {
  const file = join(folder, MIX_FILE);
  try {
    if (mix === null) await rm(file, { force: true });
    else await writeWhole(file, [Buffer.from(mix.text)]);
  } catch (error) {
    const reason = reasonOf((error as Error).cause ?? error);
    throw new TrainingError(
      `${file}: could not be written (${reason}); free space or check whose folder it is, and run the command again.`,
    );
  }
};

const namesOf = (data: MixFitOrder["data"]): Record<string, string> => ({
  data: data.map(({ name, sha256 }) => `${name}, SHA-256 ${sha256}`).join("; "),
  of: data
    .map(({ about }) => about)
    .filter((about) => about !== "")
    .join(" "),
});
