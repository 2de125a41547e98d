import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { reasonOf } from "../../../../shared/events/report.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { CheckpointError } from "./checkpoint-error.ts";
import type { Manifest } from "./manifest.ts";

/** As tfjs and Magenta's converter cut them. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** Whatever else belongs beside the weights: a card, a loss plot. By file name. */
type Companions = Readonly<Record<string, string | Uint8Array>>;

/**
 * Writes a checkpoint as a folder that `readCheckpoint` and magenta-js's MusicRNN read. The folder
 * is written under another name, flushed and then renamed, so that `folder` is always either the old
 * checkpoint or the new one, whole. Whatever else lies in an old `folder` stays. Throws CheckpointError.
 */
export const writeCheckpoint = async (
  folder: string,
  checkpoint: Checkpoint,
  companions: Companions = {},
): Promise<void> => {
  const target = resolve(folder);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
  const fresh = `${beside}.new`;
  const old = `${beside}.old`;
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    for (const [name, content] of Object.entries({ ...filesOf(checkpoint), ...companions }))
      await writeFile(join(fresh, name), content, { flush: true });
    await swap(fresh, target, old);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => {});
    throw new CheckpointError(
      `${folder}: the checkpoint could not be written (${reasonOf(error)}); free space or choose another folder, what was there is untouched.`,
    );
  }
};

const filesOf = (checkpoint: Checkpoint): Companions => {
  const entries = [...checkpoint.weights];
  const bytes = Buffer.concat(
    entries.map(([, { values }]) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  const paths = Array.from({ length: count }, (_, index) => `group1-shard${index + 1}of${count}.bin`);
  const manifest: Manifest = [
    { paths, weights: entries.map(([name, { shape }]) => ({ name, shape: [...shape], dtype: "float32" })) },
  ];
  const shards = paths.map((path, index) => [path, bytes.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES)]);
  return {
    "config.json": `${JSON.stringify(checkpoint.config, null, 1)}\n`,
    "weights_manifest.json": `${JSON.stringify(manifest)}\n`,
    ...Object.fromEntries(shards),
  };
};

/** A folder cannot be renamed onto a full one: the old one steps aside, and comes back should the new one fail. */
const swap = async (fresh: string, target: string, old: string): Promise<void> => {
  const hadOld = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  try {
    await rename(fresh, target);
  } catch (error) {
    if (hadOld) await rename(old, target);
    throw error;
  }
  if (!hadOld) return;
  // Only what was part of the old checkpoint goes; who keeps other things there finds them again.
  const own = new Set(await readdir(target));
  for (const name of await readdir(old))
    if (!own.has(name) && !SHARD.test(name)) await rename(join(old, name), join(target, name));
  await rm(old, { recursive: true, force: true });
};

const SHARD = /^group\d+-shard\d+of\d+(\.bin)?$/;
