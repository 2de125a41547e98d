import { type Metre, stepsPerBar } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, beatsOfSteps, type Ms, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { RecordOf } from "../log/record.ts";
import { type Stretch, stretchesOf } from "./stretches.ts";
import { type Knot, TempoLine } from "./tempo-line.ts";

/** A bar of a song, and the beat it begins at. */
export interface SongBar {
  readonly beat: Beats;
  readonly metre: Metre;
}

/** What a stretch became: its beats plus `offset` are the song's, from `join` to `leave`. */
interface Placed {
  readonly stretch: Stretch;
  readonly offset: number;
}

/**
 * A take as one song, as scores, sequencers and workstations want it: beats and seconds run from 0 at the take's
 * beginning and never jump, and every bar line of the music is a bar line of the song.
 *
 * The transport's beats do jump: at a start, at another metre, and a take may begin anywhere in a bar. There a bar is
 * cut short to whole 16ths (a bar of 4/4 in which 2.7 beats are left becomes one of 11/16), and its outermost 16th is
 * played faster or slower, at most by half, so that all moments stay what they were.
 */
export class SongTime {
  readonly tempi: TempoLine;
  /** All of them, from beat 0 on. */
  readonly bars: readonly SongBar[];
  readonly seconds: number;
  readonly beats: Beats;
  readonly #from: Ms;
  readonly #placed: readonly Placed[];

  /** `changes` of the transport in the order in which they were told, those before `from` too. */
  constructor(changes: readonly RecordOf<"transport">[], from: Ms, to: Ms) {
    this.#from = from;
    const stretches = stretchesOf(changes, from, to);
    const knots: Knot[] = [];
    const bars: SongBar[] = [];
    let start = 0;
    this.#placed = stretches.map((stretch, i) => {
      const next = stretches[i + 1];
      const end = next?.from ?? to;
      const steps = stepsOf(stretch, end);
      const offset = start - steps.first / STEPS_PER_BEAT;
      const add = (at: Ms, beat: number): unknown =>
        knots.push({ seconds: (at - from) / 1000, beat: beats(beat + offset) });
      add(stretch.from, steps.first / STEPS_PER_BEAT);
      const join = steps.isWhole ? stretch.from : momentOf(stretch, steps.first + 1);
      const leave = next === undefined ? end : momentOf(stretch, steps.last - 1);
      if (join < leave) {
        if (!steps.isWhole) add(join, (steps.first + 1) / STEPS_PER_BEAT);
        for (const { from: at, timeline } of stretch.lines.slice(1))
          if (at > join && at < leave) add(at, timeline.toBeats(at));
        if (next !== undefined) add(leave, (steps.last - 1) / STEPS_PER_BEAT);
      }
      const last = next === undefined ? lineAt(stretch, end).toBeats(end) : steps.last / STEPS_PER_BEAT;
      if (next === undefined) add(end, Math.max(last, (steps.first + 1) / STEPS_PER_BEAT));
      bars.push(...barsOf(stretch.metre, steps.first, steps.last, start, next === undefined));
      start += (steps.last - steps.first) / STEPS_PER_BEAT;
      return { stretch, offset };
    });
    // Where the last stretch ends, the next would begin.
    this.tempi = new TempoLine(knots);
    this.bars = bars;
    this.seconds = (to - from) / 1000;
    this.beats = this.tempi.toBeat(this.seconds);
  }

  /** Seconds from the beginning to a moment on the server's axis. */
  secondsAt(at: Ms): number {
    return (at - this.#from) / 1000;
  }

  /** The song's beat of a beat on the transport's axis that lies at the moment `at`. */
  beatOf(beat: Beats, at: Ms): Beats {
    const index = this.#placed.findLastIndex(({ stretch }) => stretch.from <= at + SAME_MS);
    const { stretch, offset } = this.#placed[Math.max(index, 0)]!;
    const byLine = beats(beat + offset);
    const byMoment = this.tempi.toBeat(this.secondsAt(at));
    // In the 16ths that are stretched only the moment counts.
    const off = Math.abs(byLine - byMoment) * lineAt(stretch, at).msPerBeat;
    return off < SAME_MS ? byLine : byMoment;
  }

  /** The bar, counted from 0, that holds `beat`. */
  barAt(beat: Beats): number {
    let low = 0;
    let high = this.bars.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.bars[middle]!.beat <= beat) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The bars that are of another metre than the one before. */
  get metres(): readonly SongBar[] {
    return this.bars.filter(({ metre }, i) => {
      const before = this.bars[i - 1]?.metre;
      return before?.numerator !== metre.numerator || before.denominator !== metre.denominator;
    });
  }
}

/** Less than this is the rounding of lines and knots. */
const SAME_MS = 0.5;

/** The 16ths, of the transport's, that a stretch begins and ends on, rounded, at least one apart. */
const stepsOf = (stretch: Stretch, end: Ms): { first: number; last: number; isWhole: boolean } => {
  const exact = stretch.lines[0]!.timeline.toBeats(stretch.from) * STEPS_PER_BEAT;
  const first = Math.round(exact);
  const last = Math.round(lineAt(stretch, end).toBeats(end) * STEPS_PER_BEAT);
  return { first, last: Math.max(first + 1, last), isWhole: Math.abs(exact - first) < 0.001 };
};

const lineAt = ({ lines }: Stretch, at: Ms): Timeline =>
  (lines.findLast((line) => line.from <= at) ?? lines[0]!).timeline;

const momentOf = ({ lines }: Stretch, step: number): Ms => {
  const beat = beatsOfSteps(step);
  const line = lines.find(({ timeline }, i) => timeline.toMs(beat) < (lines[i + 1]?.from ?? Number.POSITIVE_INFINITY));
  return (line ?? lines.at(-1)!).timeline.toMs(beat);
};

/** Bars of `metre` from step `first` to `last`, those at both ends cut short; the last of all is whole. */
const barsOf = (metre: Metre, first: number, last: number, start: number, isLast: boolean): SongBar[] => {
  const whole = stepsPerBar(metre);
  const bars: SongBar[] = [];
  for (let step = first; step < last; ) {
    const line = (Math.floor(step / whole) + 1) * whole;
    const end = isLast ? line : Math.min(line, last);
    for (const cut of end - step === whole ? [metre] : cutMetres(end - step)) {
      bars.push({ beat: beats(start + (step - first) / STEPS_PER_BEAT), metre: cut });
      step += stepsPerBar(cut);
    }
  }
  return bars;
};

/** The most that a metre may count. */
const MOST = 32;

/** Metres of bars that are together so many 16ths long: one but for very long ones. */
const cutMetres = (steps: number): Metre[] => {
  if (steps > MOST) return [...cutMetres(MOST), ...cutMetres(steps - MOST)];
  const unit = steps % 4 === 0 ? 4 : steps % 2 === 0 ? 2 : 1;
  return [{ numerator: steps / unit, denominator: 16 / unit }];
};
