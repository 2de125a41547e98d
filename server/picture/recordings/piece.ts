import { LARGEST_PIECE } from "../../../shared/protocol/recording.ts";
import { type FilmKind, HEAD, isFilm } from "./film.ts";

/** What is handed over, as it comes. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Why a piece is not taken. */
export class PieceRefused extends Error {
  /** HTTP's. */
  readonly status: 400 | 413 | 415;
  /** Whether the recording is over by it. */
  readonly isFatal: boolean;

  constructor(status: 400 | 413 | 415, text: string, isFatal: boolean) {
    super(text);
    this.status = status;
    this.isFatal = isFatal;
  }
}

/**
 * A piece as it comes, chunk by chunk: no more of it than a piece may have, nor than the recording has `room` for,
 * and the first one only if it begins as a film of `kind` does. Throws PieceRefused for everything else.
 */
export async function* checkedPiece(chunks: Chunks, room: number, kind: FilmKind | null): AsyncGenerator<Uint8Array> {
  /** What has come of the beginning; null when that is passed. */
  let head: Uint8Array | null = kind === null ? null : new Uint8Array();
  let size = 0;
  for await (const chunk of soFar(chunks)) {
    size += chunk.length;
    if (size > LARGEST_PIECE) throw new PieceRefused(413, "this piece is too large", false);
    if (size > room) throw new PieceRefused(413, "a recording has no more than 64 GiB", true);
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD) continue;
    demandFilm(head, kind);
    yield head;
    head = null;
  }
  if (head !== null && head.length > 0) demandFilm(head, kind);
}

const demandFilm = (head: Uint8Array, kind: FilmKind | null): void => {
  if (kind !== null && !isFilm(kind, head))
    throw new PieceRefused(415, `what the stage handed over is no film (${kind})`, true);
};

/**
 * The page may be gone in the middle of it, and send it again. What nobody reads any more is thrown away, for a request
 * whose body is cancelled could not be answered.
 */
async function* soFar(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const reading = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let isRead = false;
  try {
    while (!isRead) {
      const next = await reading.next();
      isRead = next.done === true;
      if (next.done !== true) yield next.value;
    }
  } catch {
    isRead = true;
    throw new PieceRefused(400, "the piece has not come to its end", false);
  } finally {
    if (!isRead) void throwAway(reading);
  }
}

/** As much as a piece may have; who sends more is not waited for. */
const throwAway = async (reading: Iterator<Uint8Array> | AsyncIterator<Uint8Array>): Promise<void> => {
  try {
    for (let size = 0; size < LARGEST_PIECE; ) {
      const next = await reading.next();
      if (next.done === true) return;
      size += next.value.length;
    }
    await reading.return?.();
  } catch {
    // It is gone.
  }
};
