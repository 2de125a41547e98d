import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { ClockCommand, ClockSource } from "../../../shared/time/clock-source.ts";
import { barOf, beatsPerBar, isSameMetre, type Metre, startOfBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, type Bpm, beats, type Ms, ms } from "../../../shared/time/units.ts";
import { FollowedTimeline } from "./followed-timeline.ts";
import { InternalClock } from "./internal-clock.ts";
import { isSteerable } from "./steerable-clock.ts";

/** Everything about the transport, from `at` on. */
export interface TransportChange {
  readonly playing: boolean;
  /** Where it stands while it does not play. */
  readonly rest: Beats;
  /** While stopped it runs on, for whoever needs a tempo and a pulse; `positionAt` stands still. */
  readonly timeline: Timeline;
  readonly metre: Metre;
  readonly at: Ms;
  /** The beats before `at` do not go on in the beats after it: whoever counts begins anew at `timeline.toBeats(at)`. */
  readonly jumped: boolean;
}

/** A newer line is told when it differs from the one told last by this much, now or TOLD_AHEAD_MS ahead. */
const TOLD_MS = 0.1;
const TOLD_AHEAD_MS = 1000;

/** A start less than this after a bar line of the followed source begins on that line. */
const GRACE_MS = 30;

/** A wake this little before its beat counts as on it. */
const EARLY_BEATS = 1e-6;

/**
 * Where the music is, and whether it plays. It follows one clock source (its own internal clock unless
 * told otherwise) and gives everybody one timeline: continuous, never backwards while it plays, except
 * where a change says `jumped`, as start, continue and another metre do.
 */
export class Transport {
  /** Leads when no other source is followed, at the tempo of the last one that was. */
  readonly internal: InternalClock;
  readonly #time: TimeSource;
  readonly #changes: Signal<TransportChange>;
  readonly #line: FollowedTimeline;
  #leaveCommands: () => void = () => {};
  #told: Timeline;
  #metre: Metre;
  #playing = false;
  #rest = beats(0);
  /** Takes effect on the next bar line. */
  #awaited: Metre | null = null;
  #cancelMetre: () => void = () => {};
  /** Set while the newest line differs from the one told by less than is told. */
  #cancelDrift: (() => void) | null = null;

  /** Stopped at beat 0. */
  constructor(time: TimeSource, tempo: Bpm, metre: Metre, report: Reporter) {
    this.#time = time;
    this.#metre = metre;
    const onListenerError = (error: unknown): void =>
      report({ room: "clock", level: "error", text: `A listener of the clock failed: ${reasonOf(error)}.` });
    this.#changes = new Signal(onListenerError);
    this.internal = new InternalClock(time, tempo, onListenerError);
    this.#line = new FollowedTimeline(time, this.internal, (jumped) => this.#moved(jumped));
    this.#told = this.#line.timeline;
  }

  /** @realtime yes */
  get timeline(): Timeline {
    return this.#line.timeline;
  }

  get metre(): Metre {
    return this.#metre;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** The source whose time is followed. */
  get source(): ClockSource {
    return this.#line.source;
  }

  /** How much later than its source the transport runs, on purpose. */
  get nudged(): Ms {
    return this.#line.nudged;
  }

  get change(): TransportChange {
    return this.#state(false);
  }

  /** The beat at `now`; while stopped, the one it was stopped at. Negative during a count-in. @realtime yes */
  positionAt(now: Ms): Beats {
    return this.#playing ? this.timeline.toBeats(now) : this.#rest;
  }

  /** Told of every change with the complete new state. Returns the unsubscriber. */
  onChange(listener: (change: TransportChange) => void): () => void {
    return this.#changes.on(listener);
  }

  /**
   * Plays from bar 0: at once, or from the followed source's next bar line if it has one (until then beats are negative).
   * Where no other clock leads so many bars are counted in before.
   */
  start(countIn = 0): void {
    this.#tellSource(true);
    this.#play();
    const now = this.#time.now();
    const line = this.#line.heard;
    const at = line.toBeats(now);
    const bar = beatsPerBar(this.#metre);
    const grace = GRACE_MS / line.msPerBeat;
    const first = this.source.knowsDownbeat ? Math.ceil((at - grace) / bar) * bar : at;
    const counted = this.source === this.internal ? startOfBar(countIn, this.#metre) : 0;
    this.#line.number(beats(-first - counted));
  }

  /** Goes on where it was stopped; with a source that has bar lines, at the place of the bar that source is in. */
  continue(): void {
    if (this.#playing) return;
    this.#tellSource(true);
    this.#play();
    this.#line.numberFrom(this.#rest, beatsPerBar(this.#metre));
  }

  stop(): void {
    this.#tellSource(false);
    this.#halt();
  }

  /** Sets the tempo of the followed source; the beat does not jump. False if that source cannot be told. */
  setTempo(tempo: Bpm): boolean {
    const { source } = this;
    if (!isSteerable(source)) return false;
    source.setTempo(tempo);
    return true;
  }

  /**
   * Takes over the tempo of `line`, and bends our beats towards its beats, by half a 16th at most: a
   * longer way takes several orders. A source that others share gives only its tempo away. False if
   * the followed source cannot be told.
   */
  lead(line: Timeline): boolean {
    const { source } = this;
    if (!isSteerable(source)) return false;
    if (source.lead === undefined) source.setTempo(line.tempo);
    else source.lead(this.#line.towards(line));
    return true;
  }

  /**
   * While playing, takes effect on the next bar line: bars are counted on, so the beat jumps to the
   * beginning of the same bar in the new metre. Who starts or stops before does not wait for it.
   */
  setMetre(metre: Metre): void {
    if (isSameMetre(metre, this.#awaited ?? this.#metre)) return;
    this.#cancelMetre();
    this.#awaited = null;
    if (isSameMetre(metre, this.#metre)) return;
    if (!this.#playing) {
      this.#metre = metre;
      this.#rest = beats(0);
      this.#tell(true);
      return;
    }
    this.#awaited = metre;
    this.#awaitBarLine(barOf(this.positionAt(this.#time.now()), this.#metre) + 1);
  }

  /** Moves every beat `by` milliseconds later (negative: earlier), whatever the tempo, by bending. */
  nudge(by: Ms): void {
    this.#line.nudge(by);
  }

  /**
   * Follows another source's time; null is the internal clock, which takes over the tempo. Bars are
   * laid over the source's bars if it has them; otherwise our beats run on as they are.
   */
  follow(source: ClockSource | null): void {
    const next = source ?? this.internal;
    if (next === this.source) return;
    const tempo = this.source.timeline?.tempo;
    if (next === this.internal && tempo !== undefined) this.internal.setTempo(tempo);
    this.#line.follow(next, beatsPerBar(this.#metre));
  }

  /** Obeys start, continue and stop of this source; null: of nobody but the operator. */
  obey(source: ClockSource | null): void {
    this.#leaveCommands();
    this.#leaveCommands = source === null ? () => {} : source.onTransport((command) => this.#obey(source, command));
  }

  dispose(): void {
    this.#line.dispose();
    this.#leaveCommands();
    this.#cancelMetre();
    this.#cancelDrift?.();
    this.internal.dispose();
  }

  #obey(source: ClockSource, command: ClockCommand): void {
    if (command.do === "stop") this.#halt();
    // Its own positions are ours if its time is; otherwise only the moment counts.
    else if (source === this.source) {
      this.#play();
      this.#line.number(beats(0));
    } else if (command.do === "start") this.start();
    else this.continue();
  }

  #tellSource(playing: boolean): void {
    if (isSteerable(this.source)) this.source.setPlaying?.(playing);
  }

  /** Whoever plays says at once how the beats are numbered. */
  #play(): void {
    this.#takeMetre();
    this.#playing = true;
  }

  /** The metre that was ordered holds now. Returns whether it is another. */
  #takeMetre(): boolean {
    this.#cancelMetre();
    if (this.#awaited === null) return false;
    this.#metre = this.#awaited;
    this.#awaited = null;
    return true;
  }

  #halt(): void {
    if (!this.#playing) return;
    const position = this.positionAt(this.#time.now());
    const bar = barOf(position, this.#metre);
    this.#playing = false;
    const isOther = this.#takeMetre();
    this.#rest = isOther ? startOfBar(bar, this.#metre) : position;
    this.#tell(isOther);
  }

  #awaitBarLine(bar: number): void {
    const line = startOfBar(bar, this.#metre);
    this.#cancelMetre = this.#time.wake(this.timeline.toMs(line), () => {
      // The tempo may have changed since.
      if (this.timeline.toBeats(this.#time.now()) < line - EARLY_BEATS) {
        this.#awaitBarLine(bar);
        return;
      }
      this.#takeMetre();
      this.#line.renumber(beats(startOfBar(bar, this.#metre) - line));
    });
  }

  #moved(jumped: boolean): void {
    const now = this.#time.now();
    if (jumped || this.#isNews(this.timeline, now)) this.#tell(jumped);
    // What is too little to be told adds up.
    else if (this.timeline !== this.#told)
      this.#cancelDrift ??= this.#time.wake(ms(now + TOLD_AHEAD_MS), () => {
        this.#cancelDrift = null;
        this.#moved(false);
      });
  }

  #isNews(line: Timeline, now: Ms): boolean {
    const off = (at: number): number => Math.abs(line.toBeats(ms(at)) - this.#told.toBeats(ms(at))) * line.msPerBeat;
    return off(now) > TOLD_MS || off(now + TOLD_AHEAD_MS) > TOLD_MS;
  }

  #tell(jumped: boolean): void {
    this.#told = this.timeline;
    this.#changes.emit(this.#state(jumped));
  }

  #state(jumped: boolean): TransportChange {
    return {
      playing: this.#playing,
      rest: this.#rest,
      timeline: this.timeline,
      metre: this.#metre,
      at: this.#time.now(),
      jumped,
    };
  }
}
