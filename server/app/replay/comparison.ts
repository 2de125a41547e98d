import { isDeepStrictEqual } from "node:util";
import type { Ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../../takes/log/record.ts";

/** What goes out, and is compared. */
const COMPARED: ReadonlySet<string> = new Set(["live", "plan", "revoke", "cue", "gauge"]);

/** The first thing that is not as it was; null for what was not there, or is not. */
export interface Difference {
  readonly was: TakeRecord | null;
  readonly is: TakeRecord | null;
}

/** Compares what goes out of a replay with what went out then, in order, to the last digit. */
export class Comparison {
  #was: TakeRecord[] = [];
  #is: TakeRecord[] = [];
  #next = 0;
  readonly #countFrom: Ms;
  /** Of those that are the same, from the moment on that was given. */
  notes = 0;
  cues = 0;
  difference: Difference | null = null;

  constructor(countFrom: Ms) {
    this.#countFrom = countFrom;
  }

  /** A line of the log. */
  was(line: TakeRecord): void {
    if (!COMPARED.has(line.kind)) return;
    this.#was.push(line);
    this.#compare();
  }

  /** A line of the replay. */
  is(line: TakeRecord): void {
    if (!COMPARED.has(line.kind)) return;
    this.#is.push(JSON.parse(JSON.stringify(line)) as TakeRecord);
    this.#compare();
  }

  /** Something came in that nobody waits for. */
  unasked(was: TakeRecord): void {
    this.difference ??= { was, is: null };
  }

  /**
   * Nothing comes any more: what is left over is a difference, but for what came of the log's last line, at `last`: its
   * end may be missing where the server was killed.
   */
  end(last: Ms): void {
    const [was = null, is = null] = [this.#was[this.#next], this.#is[this.#next]];
    if (was !== null || (is !== null && is.at < last)) this.difference ??= { was, is };
  }

  #compare(): void {
    while (this.difference === null && this.#next < Math.min(this.#was.length, this.#is.length)) {
      const was = this.#was[this.#next]!;
      const is = this.#is[this.#next]!;
      this.#next++;
      if (!isDeepStrictEqual(was, is)) this.difference = { was, is };
      else if (was.at >= this.#countFrom) this.#count(was);
    }
    if (this.#next === this.#was.length && this.#next === this.#is.length) {
      this.#was = [];
      this.#is = [];
      this.#next = 0;
    }
  }

  /** As the header of a take counts them. */
  #count(line: TakeRecord): void {
    if (line.kind === "live" || line.kind === "plan") this.notes++;
    else if (line.kind === "revoke") this.notes -= line.notes.length;
    else if (line.kind === "cue") this.cues++;
  }
}
