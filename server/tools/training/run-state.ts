import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { reasonOf } from "../../../shared/events/report.ts";
import { writeWhole } from "../../core/files/write-whole.ts";
import { Recipe } from "./recipe.ts";
import { TrainingError } from "./training-error.ts";

/** One epoch that is behind us: nats per step. */
export const Epoch = z.object({
  epoch: z.int(),
  /** With dropout, while learning. */
  train: z.number(),
  /** Of the averaged weights, from silence, state carried. */
  validation: z.number(),
  seconds: z.number(),
});
export type Epoch = Readonly<z.infer<typeof Epoch>>;

/** The epoch with the best validation; null when none is better than `before`, what training began with. */
export const bestOf = (history: readonly Epoch[], before: number | null): Epoch | null => {
  let best: Epoch | null = null;
  for (const epoch of history)
    if (epoch.validation < (best?.validation ?? before ?? Number.POSITIVE_INFINITY)) best = epoch;
  return best;
};

/** Where a run is, numbers in `arrays` apart. */
export const RunHeader = z.object({
  version: z.literal(1),
  recipe: Recipe,
  /** Data and checkpoint it was begun with. */
  begun: z.string(),
  history: z.array(Epoch),
  /** Windows of the epoch under way that are behind us, and what they cost. */
  windows: z.int(),
  nats: z.number(),
  labels: z.int(),
  seconds: z.number(),
  updates: z.int(),
  dropoutChance: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});
export type RunHeader = Readonly<z.infer<typeof RunHeader>>;

const fileOf = (out: string): string => `${out.replace(/[/\\]+$/, "")}.training`;

/**
 * Keeps a run that is interrupted beside its checkpoint, in `OUT.training`: a line of JSON and the
 * arrays, little-endian float32. It is always whole.
 * Throws TrainingError.
 */
export const saveRun = async (out: string, header: RunHeader, arrays: readonly Float32Array[]): Promise<void> => {
  const file = fileOf(out);
  const numbers = arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, [Buffer.from(`${JSON.stringify(header)}\n`), ...numbers]);
  } catch (error) {
    const reason = reasonOf((error as Error).cause ?? error);
    throw new TrainingError(
      `${file}: where training is could not be kept (${reason}); free space and run the same command again, the last checkpoint in ${out} is whole.`,
    );
  }
};

/** Reads a run back into `arrays`; undefined when there is none. Throws TrainingError when it does not fit. */
export const loadRun = async (
  out: string,
  begun: string,
  recipe: Recipe,
  arrays: readonly Float32Array[],
): Promise<RunHeader | undefined> => {
  const file = fileOf(out);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new TrainingError(`${file}: cannot be read (${reasonOf(error)}); delete it to start again.`);
  });
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(0x0a);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8", 0, Math.max(0, end)));
  } catch {
    json = undefined;
  }
  const header = RunHeader.safeParse(json);
  const length = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  if (!header.success || bytes.length !== end + 1 + length)
    throw new TrainingError(`${file}: not a run of this program's; delete it to start again.`);
  if (header.data.begun !== begun || !isDeepStrictEqual(header.data.recipe, recipe))
    throw new TrainingError(
      `${file}: an unfinished run with other data or options; run it with those, or with --fresh to start again.`,
    );
  let at = end + 1;
  for (const array of arrays) {
    array.set(new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + array.byteLength)));
    at += array.byteLength;
  }
  return header.data;
};

/** Whether a run was begun for `out` that is not through. */
export const isUnfinished = (out: string): boolean => existsSync(fileOf(out));

export const forgetRun = (out: string): Promise<void> => rm(fileOf(out), { force: true });
