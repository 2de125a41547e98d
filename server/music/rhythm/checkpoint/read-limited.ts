import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { reasonOf } from "../../../../shared/events/report.ts";
import { isAddress } from "../../../core/files/is-address.ts";
import { CheckpointError } from "./checkpoint-error.ts";

/** A server that sends nothing for so long has hung. */
const SILENCE_MS = 5000;
/** 403 is what storage services say of what is not there to people who may not list it. */
const NOT_THERE: readonly number[] = [403, 404, 410];
/** How long a server may take to send one file. */
const WHOLE_MS = 60_000;

/**
 * The bytes of `file` in the folder or at the address `root`, of which there may be `limit`: what is longer is given up
 * as soon as that is seen, whoever sends it. Throws CheckpointError, one sentence with the way out.
 */
export const readLimited = async (root: string, file: string, limit: number): Promise<Uint8Array> => {
  const path = `${root}/${file}`;
  try {
    return await (isAddress(root) ? fetched(path, limit) : read(path, limit));
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const missing = error instanceof NotThere || (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new CheckpointError(
      isAddress(root)
        ? `${path}: cannot be fetched (${reasonOf(cause)}); check the address and the network, or download the folder and name it instead.`
        : `${path}: cannot be read (${reasonOf(cause)}); a checkpoint is a folder with config.json, weights_manifest.json and its shards.`,
      missing,
    );
  }
};

/** The same, and null where there is no such file: not every checkpoint has it. */
export const readOptional = async (root: string, file: string, limit: number): Promise<Uint8Array | null> => {
  try {
    return await readLimited(root, file, limit);
  } catch (error) {
    if (error instanceof CheckpointError && error.missing) return null;
    throw error;
  }
};

const read = async (path: string, limit: number): Promise<Uint8Array> => {
  // Whoever opens a pipe waits for somebody to write into it.
  if (!(await stat(path)).isFile()) throw new Error("it is no file");
  return collect(createReadStream(path), path, limit);
};

const fetched = async (address: string, limit: number): Promise<Uint8Array> => {
  const hung = new AbortController();
  const hangUp = (after: number): NodeJS.Timeout =>
    setTimeout(() => hung.abort(new Error(`the server has sent nothing for ${after / 1000} s`)), after);
  let silence = hangUp(SILENCE_MS);
  try {
    const reply = await fetch(address, { signal: AbortSignal.any([hung.signal, AbortSignal.timeout(WHOLE_MS)]) });
    if (!reply.ok) {
      await reply.body?.cancel();
      const answered = `the server answered ${reply.status} ${reply.statusText}`;
      throw NOT_THERE.includes(reply.status) ? new NotThere(answered) : new Error(answered);
    }
    return await collect(reply.body ?? [], address, limit, () => {
      clearTimeout(silence);
      silence = hangUp(SILENCE_MS);
    });
  } finally {
    clearTimeout(silence);
  }
};

class NotThere extends Error {}

const collect = async (
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  limit: number,
  onPiece = (): void => {},
): Promise<Uint8Array> => {
  const collected: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop closes the file, or the connection.
  for await (const piece of pieces) {
    onPiece();
    length += piece.length;
    if (length > limit)
      throw new CheckpointError(
        `${path}: longer than the ${limit} bytes that there should be at most; copy or convert the checkpoint again.`,
      );
    collected.push(piece);
  }
  return new Uint8Array(Buffer.concat(collected, length));
};
