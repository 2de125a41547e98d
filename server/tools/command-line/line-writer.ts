/** So much may wait for its reader, in characters, before a show's lines are lost. */
const MOST_WAITING = 64 * 1024;

/** What lies under a stream that is a terminal or a pipe. */
interface Handle {
  setBlocking?(blocking: boolean): unknown;
}

/**
 * Lines onto standard output or standard error, without ever blocking: a terminal that was stopped
 * (Ctrl-S, a stalled SSH line) or a pipe that nobody reads keeps them waiting, and the program goes on.
 */
export class LineWriter {
  readonly #stream: NodeJS.WriteStream;
  #keepsAll = true;
  #lost = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    // Node makes writes to a terminal block, and has no public word to undo it. Its file description is
    // Node's own: the shell's is left as it is.
    const { _handle: handle } = stream as { _handle?: Handle | null };
    handle?.setBlocking?.(false);
    // The reader is gone or the disk is full, and there is nowhere else to say so.
    stream.on("error", () => {});
  }

  /** From here on no more than 64 Ki characters wait; further lines are lost, and counted when it goes on. */
  loseRatherThanWait(): void {
    this.#keepsAll = false;
  }

  write(line: string): void {
    if (this.#keepsAll || this.#stream.writableLength < MOST_WAITING) this.#stream.write(`${line}\n`, this.#written);
    else this.#lost += 1;
  }

  /** Resolves when nothing waits any more, because it was taken or because nobody is left to take it. */
  async flushed(): Promise<void> {
    const sofar = (): Promise<void> => new Promise((resolve) => this.#stream.write("", () => resolve()));
    await sofar();
    // What was lost is told behind it.
    if (this.#stream.writableLength > 0) await sofar();
  }

  readonly #written = (): void => {
    if (this.#lost === 0 || this.#stream.writableLength > MOST_WAITING / 2) return;
    const lines = this.#lost === 1 ? "1 line was" : `${this.#lost.toLocaleString("en")} lines were`;
    this.#lost = 0;
    this.write(`… ${lines} not printed: the ${this.#stream.isTTY ? "terminal stood still" : "reader did not read"}.`);
  };
}
