import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, bpm, MAX_BPM, MIN_BPM, type Ms, ms } from "../../../shared/time/units.ts";
import type { Transport } from "./transport.ts";

/** As much of the transport as tapping needs. */
type TappedTransport = Pick<Transport, "timeline" | "lead">;

/** What a tap came to. */
export type TapResult =
  /** How many taps of this series count so far. */
  | { readonly done: "counted"; readonly taps: number }
  | { readonly done: "tempo"; readonly tempo: number }
  /** The followed source sets the tempo. */
  | { readonly done: "refused" };

/** A pause longer than this begins a new series. */
const TIMEOUT_MS = 2500;
/** The newest taps that count. */
const MEMORY = 8;
/** The tempo is set from this many taps on. */
const ENOUGH = 3;
/** An interval may be this share longer or shorter than the others. */
const TOLERANCE = 0.2;
/** A tap sooner after the one before than this share of an interval is the same finger bouncing. */
const BOUNCE = 0.5;
/** And so is a second tap that comes sooner than this. */
const BOUNCE_MS = 60;
/** Up to this many beats may be left out between two taps. */
const LONGEST_GAP = 4;

interface Tap {
  readonly at: Ms;
  /** Beats after the first of its series. */
  readonly index: number;
}

/**
 * Tempo by tapping quarter notes. It keeps the downbeat: the taps lie on the beats of the transport
 * that are nearest to them, and the transport is bent into their line, without a jump. A bounce, and
 * a tap that fits nowhere, is left out; two in a row that do not fit are the start of another tempo.
 */
export class TapTempo {
  readonly #time: TimeSource;
  readonly #transport: TappedTransport;
  #taps: Tap[] = [];
  /** The newest tap, whether it counts or not. */
  #last = ms(Number.NEGATIVE_INFINITY);
  /** A tap that did not fit, until the next one shows whether it was right. */
  #stray: Ms | null = null;

  constructor(time: TimeSource, transport: TappedTransport) {
    this.#time = time;
    this.#transport = transport;
  }

  /** A tap at `at`, which may be a little ago. */
  tap(at: Ms): TapResult {
    if (at - this.#last > TIMEOUT_MS || at < this.#last) this.#begin([at]);
    else this.#hear(at);
    this.#last = at;
    if (this.#taps.length < ENOUGH) return { done: "counted", taps: this.#taps.length };
    const { period, first } = fitted(this.#taps);
    const tempo = 60_000 / period;
    if (tempo < MIN_BPM || tempo > MAX_BPM) return { done: "counted", taps: this.#taps.length };
    const taps = new Timeline(bpm(tempo), beats(0), first);
    const line = onNearestBeat(taps, this.#transport.timeline, this.#time.now());
    return this.#transport.lead(line) ? { done: "tempo", tempo } : { done: "refused" };
  }

  #begin(at: readonly Ms[]): void {
    this.#taps = at.map((each, index) => ({ at: each, index }));
    this.#stray = null;
  }

  #hear(at: Ms): void {
    const last = this.#taps.at(-1)!;
    const interval = at - last.at;
    if (this.#taps.length < 2) {
      if (interval >= BOUNCE_MS) this.#taps.push({ at, index: 1 });
      return;
    }
    const ratio = interval / fitted(this.#taps).period;
    if (ratio < BOUNCE && this.#stray === null) return;
    const whole = Math.round(ratio);
    if (whole >= 1 && whole <= LONGEST_GAP && Math.abs(ratio - whole) <= TOLERANCE) {
      this.#stray = null;
      this.#taps = [...this.#taps, { at, index: last.index + whole }].slice(-MEMORY);
    } else if (this.#stray === null) this.#stray = at;
    else this.#begin([this.#stray, at]);
  }
}

/** The straight line through the taps, by least squares: length of a beat, and when beat 0 was. */
const fitted = (taps: readonly Tap[]): { readonly period: number; readonly first: Ms } => {
  const origin = taps[0]!.at;
  const n = taps.length;
  const meanIndex = taps.reduce((sum, { index }) => sum + index, 0) / n;
  const meanAt = taps.reduce((sum, { at }) => sum + (at - origin), 0) / n;
  let above = 0;
  let below = 0;
  for (const { at, index } of taps) {
    above += (index - meanIndex) * (at - origin - meanAt);
    below += (index - meanIndex) ** 2;
  }
  const period = above / below;
  return { period, first: ms(origin + meanAt - meanIndex * period) };
};

/** The same line, its beats numbered so that at `now` it is nearest to `other`. */
const onNearestBeat = (line: Timeline, other: Timeline, now: Ms): Timeline => {
  const by = Math.round(other.toBeats(now) - line.toBeats(now));
  return new Timeline(line.tempo, (line.originBeats + by) as Beats, line.originMs);
};
