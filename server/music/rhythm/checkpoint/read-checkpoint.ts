import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import { reasonOf } from "../../../../shared/events/report.ts";
import { type Checkpoint, checkpointOf } from "./checkpoint.ts";
import { CheckpointError } from "./checkpoint-error.ts";
import { RnnConfig } from "./config.ts";
import { decodeGroup, Manifest } from "./manifest.ts";
import type { WeightTensor } from "./weights.ts";

/** How long a server may take to send one file. */
const FETCH_TIMEOUT_MS = 30_000;

/**
 * Reads a checkpoint in magenta-js's MusicRNN layout from a folder or an http(s) address: config.json,
 * weights_manifest.json and the shards it names. Throws CheckpointError, one sentence with the way out.
 */
export const readCheckpoint = async (place: string): Promise<Checkpoint> => {
  const root = place.replace(/\/+$/, "");
  // One after the other: where both are missing, it is always the same one that is named.
  const config = await readJson(root, "config.json", RnnConfig);
  const manifest = await readJson(root, "weights_manifest.json", Manifest);
  const weights = new Map<string, WeightTensor>();
  for (const group of manifest) {
    const shards = await Promise.all(group.paths.map((path) => readBytes(root, path)));
    for (const [name, tensor] of decodeGroup(group, new Uint8Array(Buffer.concat(shards)), root)) {
      if (!allFinite(tensor.values))
        throw new CheckpointError(
          `${root}: the weight ${name} holds numbers that are not finite, so training went wrong; use an earlier checkpoint.`,
        );
      weights.set(name, tensor);
      // A large checkpoint takes many milliseconds: whoever else uses the thread comes in between.
      await setImmediate();
    }
  }
  return checkpointOf(config, weights, root);
};

/** 0 times a number is 0, 0 times anything else is NaN; `every` would take ten times as long. */
const allFinite = (values: Float32Array): boolean => {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += 0 * values[i]!;
  return zero === 0;
};

const readJson = async <T>(root: string, file: string, schema: z.ZodType<T>): Promise<T> => {
  const text = new TextDecoder().decode(await readBytes(root, file));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CheckpointError(`${root}/${file}: not JSON (${reasonOf(error)}); copy the checkpoint again.`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new CheckpointError(
    `${root}/${file}: not as MusicRNN writes it, ${issue.path.join(".") || "the whole"}: ${issue.message}; convert the checkpoint again.`,
  );
};

const readBytes = async (root: string, file: string): Promise<Uint8Array> => {
  if (!/^https?:\/\//.test(root)) {
    try {
      return await readFile(join(root, file));
    } catch (error) {
      throw new CheckpointError(
        `${root}/${file}: cannot be read (${reasonOf(error)}); a checkpoint is a folder with config.json, weights_manifest.json and its shards.`,
      );
    }
  }
  const address = `${root}/${file}`;
  try {
    const reply = await fetch(address, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!reply.ok) throw new Error(`the server answered ${reply.status} ${reply.statusText}`);
    return new Uint8Array(await reply.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new CheckpointError(
      `${address}: cannot be fetched (${reasonOf(cause)}); check the address and the network, or download the folder and name it instead.`,
    );
  }
};
