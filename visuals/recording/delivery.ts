import { reasonOf } from "../../shared/events/report.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/** As fetch: sends one POST. */
export type Post = (path: string, body: Blob) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** What travels at a time: less than a tenth of a second of a slow network's. */
const MOST_AT_A_TIME = 1024 * 1024;
/** What waits while the server cannot be reached; beyond it the recording ends. */
const MOST_WAITING = 192 * 1024 * 1024;
const RETRY_MS = 700;
const MOST_RETRIES = 30;
/** Answers after which the same piece is worth another try. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Hands a recording over to the server, piece by piece and in order, each until it is there. What
 * cannot be delivered ends it: `onLost` is told once, with the reason.
 */
export class Delivery {
  readonly #address: string;
  readonly #time: TimeSource;
  readonly #post: Post;
  readonly #onLost: (reason: string) => void;
  readonly #waiting: { readonly piece: Blob; readonly query: string }[] = [];
  #next = 0;
  #bytes = 0;
  #delivering = false;
  #lost = false;

  constructor(token: string, time: TimeSource, post: Post, onLost: (reason: string) => void) {
    this.#address = `/recordings/${token}`;
    this.#time = time;
    this.#post = post;
    this.#onLost = onLost;
  }

  add(piece: Blob): void {
    if (piece.size > 0) this.#put(piece, "");
  }

  /**
   * The last piece was added. `complaint` says why it had to be, if it had; `soundEarly`, by how much
   * sound comes before its picture.
   */
  end(complaint: string, soundEarly: Ms): void {
    const early = `?last&early=${soundEarly.toFixed(1)}`;
    this.#put(new Blob(), complaint === "" ? early : `${early}&complaint=${encodeURIComponent(complaint)}`);
  }

  #put(piece: Blob, query: string): void {
    if (this.#lost) return;
    // A page that was busy for long gives a long piece.
    for (let from = 0; from === 0 || from < piece.size; from += MOST_AT_A_TIME)
      this.#waiting.push({ piece: piece.slice(from, from + MOST_AT_A_TIME), query });
    this.#bytes += piece.size;
    if (this.#bytes > MOST_WAITING) this.#lose("the server takes less than is recorded");
    else void this.#deliver();
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let first = this.#waiting[0]; first !== undefined && !this.#lost; first = this.#waiting[0]) {
      const refusal = await this.#send(first.piece, `${this.#address}/${this.#next}${first.query}`);
      if (refusal !== null) {
        this.#lose(refusal);
        break;
      }
      this.#next++;
      this.#bytes -= first.piece.size;
      this.#waiting.shift();
    }
    this.#delivering = false;
  }

  /** Resolves when the piece is there, with null, or with the reason why it never will be. */
  async #send(piece: Blob, path: string): Promise<string | null> {
    let reason = "";
    for (let i = 0; i < MOST_RETRIES && !this.#lost; i++) {
      try {
        const reply = await this.#post(path, piece);
        if (reply.status === 200) return null;
        reason = (await reply.text()).trim();
        if (!PASSING.has(reply.status)) return reason;
      } catch (error) {
        reason = reasonOf(error);
      }
      await new Promise<void>((resolve) => this.#time.wake(ms(this.#time.now() + RETRY_MS), resolve));
    }
    return `the server cannot be reached (${reason})`;
  }

  #lose(reason: string): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#waiting.length = 0;
    this.#onLost(reason);
  }
}
