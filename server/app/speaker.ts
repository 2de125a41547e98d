import type { Report } from "../../shared/events/report.ts";
import type { Ms } from "../../shared/time/units.ts";

/** One sentence in this time. */
export const TURN_MS = 500;
/** How long what is alike is held back, and the same sentence is not told again. */
const HOLD_MS = 10_000;
/** Of sentences that differ only in their numbers so many are told, and further ones counted. */
const ALIKE_TOLD = 4;
/** One and the same sentence is worth a count from here on: three ports may miss the same driver. */
const WORTH_A_COUNT = 10;
/** Sentences that wait for their turn; it bounds what is remembered, too. */
const MOST_WAITING = 20;

/** Sentences that differ only in their numbers. */
interface Alike {
  readonly first: Report;
  /** Those that were told, or wait for their turn. */
  texts: readonly string[];
  /** When the last of them was told; null while the first one waits. */
  toldAt: Ms | null;
  held: number;
  /** The last that was held back and is none of `texts`. */
  newest: Report | null;
}

/** Sentences for which there was no room. */
interface LeftOut {
  readonly first: Report;
  readonly since: Ms;
  count: number;
}

/**
 * What one room says at one level because of one sender: no more than one sentence in TURN_MS. What
 * differs waits for its turn; what is alike is told a few times and then counted, "(and 4,118 more
 * like it)". What is remembered is bounded.
 */
export class Speaker {
  readonly #alike = new Map<string, Alike>();
  readonly #waiting: { readonly report: Report; readonly alike: Alike }[] = [];
  #toldAt: number = Number.NEGATIVE_INFINITY;
  #leftOut: LeftOut | null = null;
  #countsFirst = false;

  /** Whether nothing is left to be told, and nothing to be held back. */
  get isSilent(): boolean {
    return this.#alike.size === 0 && this.#leftOut === null;
  }

  /** Takes a report; `turn` gives it back. `isNews` where what it is about was different a moment ago. */
  say(report: Report, now: Ms, isNews = false): void {
    const shape = report.text.replace(/-?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?/gi, "#");
    const known = this.#alike.get(shape);
    const isOld = known?.texts.includes(report.text) ?? false;
    const isTold = isNews || (!isOld && (known?.texts.length ?? 0) < ALIKE_TOLD);
    if (isTold && this.#waiting.length < MOST_WAITING) {
      const alike = known ?? { first: report, texts: [], toldAt: null, held: 0, newest: null };
      if (!isOld) alike.texts = [...alike.texts, report.text];
      this.#alike.set(shape, alike);
      this.#waiting.push({ report, alike });
    } else if (known !== undefined) {
      known.held += 1;
      if (!isOld) known.newest = report;
    } else {
      this.#leftOut ??= { count: 0, since: now, first: report };
      this.#leftOut.count += 1;
    }
  }

  /** The sentence whose turn it is; null when there is none, or the last one was a moment ago. */
  turn(now: Ms): Report | null {
    if (now - this.#toldAt < TURN_MS) return null;
    // By turns, so that neither sentences nor counts wait for ever.
    const told = this.#countsFirst
      ? (this.#nextCount(now) ?? this.#nextSentence(now))
      : (this.#nextSentence(now) ?? this.#nextCount(now));
    this.#countsFirst = !this.#countsFirst;
    if (told !== null) this.#toldAt = now;
    return told;
  }

  /** Everything that is yet to be told. */
  rest(): Report[] {
    const counts = [...this.#alike.values()].flatMap((alike) => countOf(alike) ?? []);
    const leftOut = this.#leftOut === null ? [] : [inShort(this.#leftOut)];
    return [...this.#waiting.map(({ report }) => report), ...counts, ...leftOut];
  }

  #nextSentence(now: Ms): Report | null {
    const next = this.#waiting.shift();
    if (next === undefined) return null;
    next.alike.toldAt = now;
    return next.report;
  }

  /** Of what was held back long enough; whoever had nothing to hold back is forgotten. */
  #nextCount(now: Ms): Report | null {
    for (const [shape, alike] of this.#alike) {
      if (alike.toldAt === null || now - alike.toldAt < HOLD_MS) continue;
      const count = countOf(alike);
      if (count === null) {
        this.#alike.delete(shape);
        continue;
      }
      this.#alike.set(shape, { ...alike, toldAt: now, held: 0, newest: null });
      return count;
    }
    const leftOut = this.#leftOut;
    if (leftOut === null || now - leftOut.since < HOLD_MS) return null;
    this.#leftOut = null;
    return inShort(leftOut);
  }
}

/** What is told of sentences that were held back; null if they are not worth it. */
const countOf = ({ first, held, newest }: Alike): Report | null => {
  if (newest !== null) return withCount(newest, held - 1, "more like it");
  return held < WORTH_A_COUNT ? null : withCount(first, held, "more like it");
};

const inShort = ({ first, count }: LeftOut): Report =>
  withCount(first, count - 1, "other reports, which came faster than anybody reads");

const withCount = (report: Report, count: number, of: string): Report =>
  count === 0
    ? report
    : { ...report, text: `${report.text.replace(/\.$/, "")} (and ${count.toLocaleString("en")} ${of}).` };
