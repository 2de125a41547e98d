import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import { reasonOf } from "../../../../shared/events/report.ts";
import { isAddress } from "../../../core/files/is-address.ts";
import { mistakenFile } from "../../../core/files/mistaken-file.ts";
import { type Checkpoint, checkpointOf } from "./checkpoint.ts";
import { CheckpointError } from "./checkpoint-error.ts";
import { RnnConfig } from "./config.ts";
import { decodeGroup, Manifest, sizesOf } from "./manifest.ts";
import { readLimited } from "./read-limited.ts";
import { readMix } from "./read-mix.ts";
import type { WeightTensor } from "./weights.ts";

/** config.json and the manifest are a few kilobytes; a card or a feel table may make the one larger. */
const LARGEST_JSON = 4 << 20;

/**
 * Reads a checkpoint in magenta-js's MusicRNN layout from a folder or an http(s) address: config.json,
 * weights_manifest.json and the shards it names, and memory.json where there is one. Throws CheckpointError, one sentence with the way out.
 */
export const readCheckpoint = async (place: string): Promise<Checkpoint> => {
  const root = place.replace(/\/+$/, "");
  // One after the other: where both are missing, it is always the same one that is named.
  const config = await readJson(root, "config.json", RnnConfig);
  const manifest = await readJson(root, "weights_manifest.json", Manifest);
  const weights = new Map<string, WeightTensor>();
  const sizes = sizesOf(manifest, root);
  for (const [index, group] of manifest.entries()) {
    for (const [name, tensor] of decodeGroup(group, await readShards(root, group.paths, sizes[index]!), root)) {
      if (!allFinite(tensor.values))
        throw new CheckpointError(
          `${root}: the weight ${name} holds numbers that are not finite, so training went wrong; use an earlier checkpoint.`,
        );
      weights.set(name, tensor);
      // A large checkpoint takes many milliseconds: whoever else uses the thread comes in between.
      await setImmediate();
    }
  }
  return checkpointOf(config, weights, root, await readMix(root));
};

/** 0 times a number is 0, 0 times anything else is NaN; `every` would take ten times as long. */
const allFinite = (values: Float32Array): boolean => {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += 0 * values[i]!;
  return zero === 0;
};

/** The shards of a group end to end. From an address come no more bytes than the weights are long. */
const readShards = async (root: string, paths: readonly string[], size: number): Promise<Uint8Array> => {
  const shards: Uint8Array[] = [];
  let rest = isAddress(root) ? size : Number.POSITIVE_INFINITY;
  for (const path of paths) {
    const shard = await readLimited(root, path, rest);
    rest -= shard.length;
    shards.push(shard);
  }
  const whole = new Uint8Array(Buffer.concat(shards));
  if (whole.length < size)
    for (const [index, shard] of shards.entries()) {
      const mistaken = mistakenFile(shard);
      if (mistaken !== null)
        throw new CheckpointError(`${root}/${paths[index]}: it is ${mistaken}; copy the folder again.`);
    }
  return whole;
};

const readJson = async <T>(root: string, file: string, schema: z.ZodType<T>): Promise<T> => {
  const bytes = await readLimited(root, file, LARGEST_JSON);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const mistaken = mistakenFile(bytes);
    throw new CheckpointError(
      mistaken === null
        ? `${root}/${file}: not JSON (${reasonOf(error)}); copy the checkpoint again.`
        : `${root}/${file}: it is ${mistaken}; copy the folder again.`,
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new CheckpointError(
    `${root}/${file}: not as MusicRNN writes it, ${issue.path.join(".") || "the whole"}: ${issue.message}; convert the checkpoint again.`,
  );
};
