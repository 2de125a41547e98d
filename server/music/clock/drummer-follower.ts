import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import { clamp, clamp01 } from "../../../shared/math/numbers.ts";
import type { ClockSource, ClockState } from "../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Bpm, beats, bpm, MAX_BPM, MIN_BPM, type Ms, ms } from "../../../shared/time/units.ts";
import { bendTowards } from "../../core/time/bend.ts";
import type { SteerableClock } from "./steerable-clock.ts";

/** Hits this near to a beat are heard as on it: nearer than any swung 16th. */
const NEAR_BEATS = 0.15;
/** How many beats are remembered, and after how many a hit counts half. */
const MEMORY_BEATS = 10;
const HALF_LIFE_BEATS = 4;
/** The tempo is only followed when so many different beats were hit. */
const ENOUGH_BEATS = 3;
/** How strongly the tempo that was is believed, against hits of weight 1 at a distance of 1 beat. */
const INERTIA = 8;
/** The spread of on-beat hits, in beats, that is a steady drummer's, and the one that is nobody's. */
const STEADY = 0.025;
const LOOSE = 0.07;
/** Over how many hits the tempo is averaged that is held when the drummer is silent. */
const HELD_HITS = 24;
/** Coverage is measured over this many beats. */
const COVERED_BEATS = 8;
/** So sure it must be to follow, and to be called locked. */
const FOLLOWS = 0.3;
const SURE = 0.5;

/** A hit that was heard as on a beat. */
interface Anchor {
  readonly beat: number;
  readonly at: Ms;
  readonly weight: number;
}

/**
 * Beta: the tempo follows a live drummer's hits, for bands without a click. It begins on a line that
 * is right (taps set the beat) and stays on it: hits near a beat tell how early or late the beats
 * are, all others (swing, off-beats, fills) tell nothing. A line is fitted through the hits of the
 * last beats, recent and loud ones counting most, and ours is bent into it: it never jumps, and
 * leaves its range never. While nobody plays, or nothing fits, the tempo is held.
 */
export class DrummerFollower implements SteerableClock {
  readonly name = "the drummer";
  readonly knowsDownbeat = false;
  readonly #time: TimeSource;
  readonly #range: number;
  readonly #changes: Signal<ClockSource>;
  #timeline: Timeline;
  /** Where the bend leads. */
  #target: Timeline;
  /** The line through the hits, wherever it leads; how steady they are is seen against it. */
  #fit: Timeline;
  /** The tempo the range is around. */
  #middle: Bpm;
  /** The tempo, averaged. */
  #average: number;
  #anchors: readonly Anchor[] = [];
  #state: ClockState = "locking";
  #cancelBend: () => void = () => {};
  #cancelLook: () => void = () => {};
  #disposed = false;

  /** Begins along `line`; `range` is the share of its tempo that the drummer may drift away, up or down. */
  constructor(time: TimeSource, line: Timeline, range: number, onListenerError: OnListenerError) {
    this.#time = time;
    this.#range = range;
    this.#timeline = line;
    this.#target = line;
    this.#fit = line;
    this.#middle = line.tempo;
    this.#average = line.tempo;
    this.#changes = new Signal(onListenerError);
  }

  get state(): ClockState {
    return this.#state;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** How sure it is, 0 to 1: how many of the last beats were hit, and how steadily. */
  get confidence(): number {
    const now = this.#timeline.toBeats(this.#time.now());
    const recent = this.#anchors.filter(({ beat }) => beat > now - COVERED_BEATS);
    const covered = new Set(recent.map(({ beat }) => beat)).size / COVERED_BEATS;
    if (recent.length === 0) return 0;
    const total = recent.reduce((sum, { weight }) => sum + weight, 0);
    const squares = recent.reduce((sum, { beat, at, weight }) => sum + weight * (this.#fit.toBeats(at) - beat) ** 2, 0);
    const steadiness = (LOOSE - Math.sqrt(squares / total)) / (LOOSE - STEADY);
    return Math.min(1, covered * clamp01(steadiness));
  }

  /** A hit of the live voice, `velocity` 1 to 127. */
  hit(at: Ms, velocity: number): void {
    if (this.#disposed) return;
    const position = this.#target.toBeats(at);
    const beat = Math.round(position);
    if (Math.abs(position - beat) > NEAR_BEATS) return;
    this.#anchors = [
      ...this.#anchors.filter((each) => each.beat > beat - MEMORY_BEATS),
      { beat, at, weight: (velocity / 127) ** 2 },
    ];
    if (new Set(this.#anchors.map((each) => each.beat)).size >= ENOUGH_BEATS) this.#fit = this.#fitted(beat);
    if (this.confidence >= FOLLOWS) this.#leadTo(this.#fit);
    this.#look();
  }

  /** By hand: the range is around this tempo from now on. */
  setTempo(tempo: Bpm): void {
    this.lead(this.#timeline.withTempo(tempo, this.#time.now()));
  }

  lead(line: Timeline): void {
    this.#cancelBend();
    this.#anchors = [];
    this.#timeline = line;
    this.#target = line;
    this.#fit = line;
    this.#middle = line.tempo;
    this.#average = line.tempo;
    this.#look();
    this.#changes.emit(this);
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Never tells of anything: nobody starts by playing. */
  onTransport(): () => void {
    return () => {};
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelBend();
    this.#cancelLook();
  }

  /** As far as the range allows. */
  #leadTo(fit: Timeline): void {
    const lowest = Math.max(MIN_BPM, this.#middle * (1 - this.#range));
    const highest = Math.min(MAX_BPM, this.#middle * (1 + this.#range));
    const line = new Timeline(bpm(clamp(fit.tempo, lowest, highest)), fit.originBeats, fit.originMs);
    this.#target = line;
    this.#average += (line.tempo - this.#average) / HELD_HITS;
    this.#bend();
  }

  #bend(): void {
    const now = this.#time.now();
    this.#cancelBend();
    const { line, until } = bendTowards(this.#timeline, this.#target, now);
    this.#timeline = line;
    if (until > now) this.#cancelBend = this.#time.wake(until, () => this.#bend());
    this.#changes.emit(this);
  }

  /** By weighted least squares, the tempo pulled towards the one that was. */
  #fitted(newest: number): Timeline {
    const weighted = this.#anchors.map(({ beat, at, weight }) => ({
      x: beat - newest,
      y: at - this.#target.toMs(beats(newest)),
      w: weight * 0.5 ** ((newest - beat) / HALF_LIFE_BEATS),
    }));
    const total = weighted.reduce((sum, { w }) => sum + w, 0);
    const meanX = weighted.reduce((sum, { x, w }) => sum + w * x, 0) / total;
    const meanY = weighted.reduce((sum, { y, w }) => sum + w * y, 0) / total;
    let above = INERTIA * this.#target.msPerBeat;
    let below = INERTIA;
    for (const { x, y, w } of weighted) {
      above += w * (x - meanX) * (y - meanY);
      below += w * (x - meanX) ** 2;
    }
    const period = above / below;
    const at = this.#target.toMs(beats(newest)) + meanY - meanX * period;
    return new Timeline(bpm(60_000 / period), beats(newest), ms(at));
  }

  /** Says when it has become sure or unsure; looks again while it may become so by silence. */
  #look(): void {
    this.#cancelLook();
    const state = this.confidence >= SURE ? "locked" : "locking";
    if (state !== this.#state) {
      this.#state = state;
      // Over a silence the average is the better guess than the tempo of the last hits.
      if (state === "locking") this.#target = this.#target.withTempo(bpm(this.#average), this.#time.now());
      this.#bend();
    }
    if (state === "locked")
      this.#cancelLook = this.#time.wake(ms(this.#time.now() + this.#timeline.msPerBeat), () => this.#look());
  }
}
