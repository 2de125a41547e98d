import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";

const TERMINAL_EVERY_MS = 100;
const LOG_EVERY_MS = 30_000;
const BAR_WIDTH = 24;

/**
 * One line on standard error that says how far something is: drawn over and over on a terminal, and
 * a new line now and then where it goes into a log.
 */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #time: TimeSource;
  #last: Ms;
  #drawn = false;

  constructor(stream: NodeJS.WriteStream, time: TimeSource) {
    this.#stream = stream;
    this.#time = time;
    this.#last = time.now();
  }

  /** `share` is 0 to 1; `text` is asked for only when it is shown. */
  show(share: number, text: () => string): void {
    const now = this.#time.now();
    // A terminal that stands still would keep every one of them.
    if (this.#stream.writableLength > 0) return;
    if (now - this.#last < (this.#stream.isTTY ? TERMINAL_EVERY_MS : LOG_EVERY_MS)) return;
    this.#last = now;
    const done = Math.round(share * BAR_WIDTH);
    const line = `${"#".repeat(done)}${"-".repeat(BAR_WIDTH - done)} ${(100 * share).toFixed(0).padStart(3)} %  ${text()}`;
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`);
    else {
      this.#stream.write(`\r${line.slice(0, (this.#stream.columns || 80) - 1)}\u001b[K`);
      this.#drawn = true;
    }
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[K");
    this.#drawn = false;
  }
}

/** `1 h 05 min`, `12 min`, `40 s`. */
export const duration = (seconds: number): string => {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
};
