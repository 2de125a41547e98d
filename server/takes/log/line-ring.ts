/** Room for some forty seconds of a busy band: as long as a disk may hang. */
const CAPACITY = 4 * 1024 * 1024;
/** What stands before each text: its length in bytes, and what it is. */
const HEAD = 8;
/** In place of a length: the next text is at the beginning. */
const AT_BEGINNING = -1;
const WRITTEN = 0;
const READ = 1;

/** Shared between the thread that writes and the one that reads. */
export interface LineMemory {
  readonly places: SharedArrayBuffer;
  readonly texts: SharedArrayBuffer;
}

/** `capacity` in bytes, a multiple of 8. */
export const lineMemory = (capacity = CAPACITY): LineMemory => ({
  places: new SharedArrayBuffer(8),
  texts: new SharedArrayBuffer(capacity),
});

/** What a text is, for whoever reads it; any whole number. */
export type TextKind = number;

/** One end of a ring of texts in shared memory: one thread writes, another reads, and neither waits for the other. */
abstract class RingEnd {
  protected readonly places: Int32Array;
  protected readonly heads: Int32Array;
  protected readonly bytes: Buffer;

  constructor({ places, texts }: LineMemory) {
    this.places = new Int32Array(places);
    this.heads = new Int32Array(texts);
    this.bytes = Buffer.from(texts);
  }
}

/** The end that is written. A message between threads and a timer are slower by ten times than this. */
export class LineRingWriter extends RingEnd {
  /** False where there is no room: the text is not written. @realtime yes */
  write(kind: TextKind, text: string): boolean {
    const written = this.places[WRITTEN] as number;
    const read = Atomics.load(this.places, READ);
    // No character takes more than three bytes of UTF-8. What is written never comes up to what is read.
    const most = HEAD + aligned(text.length * 3);
    let start = written;
    if (written >= read && this.bytes.length - written <= most) {
      if (read <= most) return false;
      this.heads[written / 4] = AT_BEGINNING;
      start = 0;
    } else if (written < read && read - written <= most) return false;
    const length = this.bytes.write(text, start + HEAD);
    this.heads[start / 4] = length;
    this.heads[start / 4 + 1] = kind;
    Atomics.store(this.places, WRITTEN, start + HEAD + aligned(length));
    return true;
  }
}

/** The end that is read. */
export class LineRingReader extends RingEnd {
  /** Gives every text that was written by now to `take`; one for which it throws is not given again. */
  drain(take: (kind: TextKind, text: string) => void): void {
    const written = Atomics.load(this.places, WRITTEN);
    let place = this.places[READ] as number;
    while (place !== written) {
      const length = this.heads[place / 4] as number;
      if (length === AT_BEGINNING) {
        place = 0;
        continue;
      }
      const kind = this.heads[place / 4 + 1] as number;
      const text = this.bytes.toString("utf8", place + HEAD, place + HEAD + length);
      place += HEAD + aligned(length);
      Atomics.store(this.places, READ, place);
      take(kind, text);
    }
  }
}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;
