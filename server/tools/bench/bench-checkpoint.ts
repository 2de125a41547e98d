import { join } from "node:path";
import { Random } from "../../../shared/chance/random.ts";
import { PATTERN_COUNT } from "../../core/music/pattern.ts";
import { alphabetOf, DEFAULT_COUNTER_BITS } from "../../music/rhythm/alphabet.ts";
import type { Checkpoint } from "../../music/rhythm/checkpoint/checkpoint.ts";
import { drumConfig } from "../../music/rhythm/checkpoint/config.ts";
import { plainCheckpoint } from "../../music/rhythm/checkpoint/plain-checkpoint.ts";
import { writeCheckpoint } from "../../music/rhythm/checkpoint/write-checkpoint.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/** A network of the shipped size with random weights: how fast it is does not depend on what it knows. */
export const benchCheckpoint = (): Checkpoint => {
  const random = new Random(1);
  return plainCheckpoint(
    drumConfig(DEFAULT_COUNTER_BITS),
    alphabetOf(DEFAULT_COUNTER_BITS).inputs,
    [128, 128],
    PATTERN_COUNT,
    (_, shape) => new Float32Array(shape.reduce((a, b) => a * b, 1)).map(() => 0.1 * random.gaussian()),
  );
};

/** Runs `use` with a folder that holds the bench's checkpoint. */
export const withBenchCheckpoint = <T>(use: (folder: string) => Promise<T>): Promise<T> =>
  withTemporaryFolder(async (parent) => {
    const folder = join(parent, "model");
    await writeCheckpoint(folder, benchCheckpoint());
    return use(folder);
  });
