import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";

/** One life of a worker thread or of a child process. */
export interface Life {
  /** Ends it, and may give a promise that resolves when it has ended. */
  kill(): unknown;
}

export interface SupervisorOptions<L extends Life> {
  /** For people, as a sentence begins with it: "Ableton Link". */
  readonly name: string;
  /** The room that speaks in reports, and how bad a loss is. */
  readonly room: string;
  readonly level: "warning" | "error";
  /** Says what is lost meanwhile, and that it is tried again. */
  readonly lost: (reason: string) => string;
  /** Starts one, which calls `ended` when it has ended by itself. May throw. */
  readonly start: (ended: (reason: string) => void) => L;
  /** Told of every end, before people are. */
  readonly onEnd?: (reason: string) => void;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** From one end to the next the pause that is due doubles, from the first to the last; a life that was longer needs none. */
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
/** One that has lived this long was in order: what comes later is another matter. */
const LONG_LIFE_MS = 60_000;

/**
 * Keeps a worker thread or a child process running. One that ends is started again, at once or after
 * a growing pause, for as long as it takes: a show goes on. Its end is reported and its return, but
 * of one that comes and goes no more than that it does, and when it stays.
 */
export class Supervisor<L extends Life> {
  readonly #options: SupervisorOptions<L>;
  #current: L | null = null;
  /** How many have been started or ended: what an earlier one says does not count. */
  #turn = 0;
  #bornAt = ms(0);
  #pause = FIRST_PAUSE_MS;
  /** Its end is reported, and its return is not. */
  #isAway = false;
  /** It has come back, and has not lived long since. */
  #wasBack = false;
  #disposed = false;
  #cancel = (): void => {};

  constructor(options: SupervisorOptions<L>) {
    this.#options = options;
  }

  /** The one that lives; null while there is none. */
  get current(): L | null {
    return this.#current;
  }

  start(): void {
    const { start, time } = this.#options;
    const turn = ++this.#turn;
    this.#bornAt = time.now();
    const ended = (reason: string): void => {
      if (turn === this.#turn) this.#ended(reason);
    };
    try {
      const life = start(ended);
      if (turn === this.#turn) this.#current = life;
    } catch (error) {
      ended(reasonOf(error));
    }
  }

  /** The current one does what it is there for. */
  works(): void {
    if (!this.#isAway || this.#current === null) return;
    const { name, time } = this.#options;
    const proved = ms(this.#bornAt + LONG_LIFE_MS);
    if (this.#wasBack && time.now() < proved) {
      this.#cancel();
      this.#cancel = time.wake(proved, () => this.works());
      return;
    }
    this.#isAway = false;
    this.#wasBack = true;
    this.#tell("info", `${name} is back.`);
  }

  /** The current one is of no use, for it hangs: it is ended, and another started. */
  replace(reason: string): void {
    void this.#current?.kill();
    this.#ended(reason);
  }

  /** It can never work here: the sentence says what the show does without, and the way out. */
  giveUp(sentence: string): void {
    void this.dispose();
    this.#tell("warning", sentence);
  }

  /** Ends it for good. Calling it twice is harmless. */
  async dispose(): Promise<void> {
    const last = this.#current;
    this.#disposed = true;
    this.#current = null;
    this.#turn++;
    this.#cancel();
    await last?.kill();
  }

  #ended(reason: string): void {
    const { level, lost, onEnd, time } = this.#options;
    const lived = time.now() - this.#bornAt;
    this.#current = null;
    this.#turn++;
    this.#cancel();
    onEnd?.(reason);
    if (this.#disposed) return;
    if (lived >= LONG_LIFE_MS) {
      this.#pause = FIRST_PAUSE_MS;
      this.#wasBack = false;
    }
    if (!this.#isAway) this.#tell(level, lost(reason));
    this.#isAway = true;
    this.#cancel = time.wake(ms(time.now() + (lived < this.#pause ? this.#pause : 0)), () => this.start());
    this.#pause = Math.min(2 * this.#pause, LAST_PAUSE_MS);
  }

  #tell(level: "info" | "warning" | "error", text: string): void {
    const { name, room, report } = this.#options;
    report({ room, level, text, about: name });
  }
}
