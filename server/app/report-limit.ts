import { plainText } from "../../shared/events/plain-text.ts";
import type { Reporter } from "../../shared/events/report.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { Speaker, TURN_MS } from "./speaker.ts";

/** From here on senders are not told apart: whoever sends may have made up who they are. */
const MOST_SPEAKERS = 100;

/** Of so many things it is remembered what was said last. */
const MOST_ABOUT = 200;

/**
 * Keeps what the rooms report readable, whatever comes from outside: control characters are shown, and each
 * room, at one level and because of one sender, tells at most two sentences a second. Nothing that
 * differs is lost without a count, and memory is bounded.
 */
export class ReportLimit {
  readonly #time: TimeSource;
  readonly #next: Reporter;
  readonly #speakers = new Map<string, Speaker>();
  /** What was said last of what may change. */
  readonly #lastAbout = new Map<string, string>();
  #cancel: (() => void) | null = null;

  /** What is to be told is told to `next`. */
  constructor(time: TimeSource, next: Reporter) {
    this.#time = time;
    this.#next = next;
  }

  readonly report: Reporter = (report) => {
    const now = this.#time.now();
    const speaker = this.#speakerOf(`${report.room} ${report.level}`, report.sender ?? "");
    const text = plainText(report.text);
    speaker.say({ ...report, text }, now, this.#isNews(report.about, text));
    this.#tell(speaker);
    this.#cancel ??= this.#time.wake(ms(now + TURN_MS), this.#nextTurn);
  };

  /** Tells at once what still waits. */
  dispose(): void {
    this.#cancel?.();
    const rest = [...this.#speakers.values()].flatMap((speaker) => speaker.rest());
    this.#speakers.clear();
    for (const report of rest) this.#next(report);
  }

  /** What is so again, after it was not, is news, however lately it was told. */
  #isNews(about: string | undefined, text: string): boolean {
    if (about === undefined) return false;
    const before = this.#lastAbout.get(about);
    this.#lastAbout.delete(about);
    this.#lastAbout.set(about, text);
    for (const oldest of this.#lastAbout.keys()) {
      if (this.#lastAbout.size <= MOST_ABOUT) break;
      this.#lastAbout.delete(oldest);
    }
    return before !== undefined && before !== text;
  }

  #speakerOf(room: string, sender: string): Speaker {
    const key = this.#speakers.size < MOST_SPEAKERS ? `${room} ${sender}` : room;
    const known = this.#speakers.get(`${room} ${sender}`) ?? this.#speakers.get(key);
    if (known !== undefined) return known;
    const speaker = new Speaker();
    this.#speakers.set(key, speaker);
    return speaker;
  }

  #tell(speaker: Speaker): void {
    const report = speaker.turn(this.#time.now());
    if (report !== null) this.#next(report);
  }

  readonly #nextTurn = (): void => {
    for (const [key, speaker] of this.#speakers) {
      this.#tell(speaker);
      if (speaker.isSilent) this.#speakers.delete(key);
    }
    this.#cancel = this.#speakers.size === 0 ? null : this.#time.wake(ms(this.#time.now() + TURN_MS), this.#nextTurn);
  };
}
