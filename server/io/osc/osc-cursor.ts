/** Why bytes are no OSC, as the rest of a sentence. */
export class Unreadable extends Error {
  /** Of the message; "" where it is not known. */
  address = "";
}

const TEXT = new TextDecoder("utf-8", { fatal: true });

/** Reads the bytes of one message from the front; throws `Unreadable` where there are too few. */
export class OscCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** What has not been read yet. */
  get rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4));
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.#skip(8));
  }

  float32(): number {
    return this.#view.getFloat32(this.#skip(4));
  }

  float64(): number {
    return this.#view.getFloat64(this.#skip(8));
  }

  /** Ends with a zero, and is filled up to 4 bytes; some senders leave the last filling out. */
  text(): string {
    const length = this.rest.indexOf(0);
    if (length < 0) throw new Unreadable("a text in it does not end");
    const bytes = this.rest.subarray(0, length);
    this.#at = Math.min(this.#bytes.length, this.#at + filled(length + 1));
    try {
      return TEXT.decode(bytes);
    } catch {
      throw new Unreadable("a text in it is not Unicode");
    }
  }

  /** So many bytes, filled up to 4. */
  pass(length: number): void {
    if (length < 0) throw new Unreadable("a length in it is below 0");
    this.#skip(length);
    this.#at = Math.min(this.#bytes.length, this.#at + filled(length) - length);
  }

  /** Where the next `length` bytes begin. */
  #skip(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new Unreadable("it is cut off");
    this.#at += length;
    return from;
  }
}

const filled = (length: number): number => (length + 3) & ~3;
