import type { ClockCommand, ClockState } from "../../../../shared/time/clock-source.ts";
import { Timeline } from "../../../../shared/time/timeline.ts";
import { beats, bpm, MAX_BPM, MIN_BPM, type Ms, ms } from "../../../../shared/time/units.ts";
import { MonotonicTimeline } from "./monotonic-timeline.ts";
import { ShownTempo } from "./shown-tempo.ts";
import { type SongState, SongTransport } from "./song-transport.ts";
import { bpmOf, TICKS_PER_BEAT } from "./tick.ts";
import { TickTrain } from "./tick-train.ts";

/** Two clocks on one port: more than this share of the ticks of two beats are echoes. */
const DOUBLE_CLOCK_SHARE = 0.25;

/** How well a clock is heard, for people. */
export interface ClockQuality {
  /** Averaged and rounded to a tenth; null before it is known. */
  readonly tempo: number | null;
  /** Standard deviation of a tick, ms. */
  readonly jitter: Ms;
  /** Ticks that never came, and ticks that came twice, since the beginning. */
  readonly lost: number;
  readonly doubled: number;
  /** A second clock comes in on the same port, or an echo of the first. */
  readonly doubleClock: boolean;
  /** The tempi of two clocks on the same port, in bpm, that of the one followed first; null while there is one, or one and its echo. */
  readonly tempi: readonly [number, number] | null;
  /** The tempo that is heard, in bpm, if it is none that can be followed (20 to 999). */
  readonly outOfRange: number | null;
}

/**
 * Follows a MIDI clock: pure, all times are passed in, nothing is scheduled. Its timeline is
 * continuous and monotone, so that each beat happens exactly once, and jumps only on Start and
 * Continue, before the clock is first locked, when it is off by more than half a 16th, and when it turns
 * out that the clock comes in blocks.
 *
 * `tick` and `stop` give the command that takes effect with them, if any. Call `advance` ten times a
 * second or so, so that silence is noticed.
 *
 * @realtime yes, but it allocates short-lived objects per tick.
 */
export class MidiClockFollower {
  readonly #train = new TickTrain();
  readonly #song = new SongTransport();
  readonly #output = new MonotonicTimeline();
  readonly #shown = new ShownTempo();
  #lockedOnce = false;
  /** A command that waits for a timeline to be obeyed on. */
  #waiting: ClockCommand | null = null;

  get state(): ClockState {
    return this.#train.state;
  }

  get song(): SongState {
    return this.#song.state;
  }

  /** Whether beat 0 is the song's beginning, told by Start or Song Position. */
  get knowsDownbeat(): boolean {
    return this.#song.known;
  }

  /** The tempo of the ticks as it is known now, in bpm; null while they make none. For people there is `quality`. */
  get tempo(): number | null {
    return this.#train.reading === null ? null : bpmOf(this.#train.reading.period);
  }

  /** Two clocks come in on one port: the steadier is followed, but no lock is claimed. */
  get inDoubt(): boolean {
    return this.#train.isOfTwo;
  }

  get quality(): ClockQuality {
    const { rawTempo } = this.#train;
    const bad = rawTempo !== null && this.state === "locking" && (rawTempo < MIN_BPM || rawTempo > MAX_BPM);
    return {
      tempo: this.#lockedOnce ? this.#shown.bpm : null,
      jitter: ms(this.#train.noise),
      lost: this.#train.lost,
      doubled: this.#train.doubled,
      doubleClock: this.#train.tempi !== null || this.#train.echoShare > DOUBLE_CLOCK_SHARE,
      tempi: this.#train.tempi,
      outOfRange: bad ? rawTempo : null,
    };
  }

  /** The timeline in force at `now`, in beats of the song; null before there is a tempo. @realtime yes */
  timelineAt(now: Ms): Timeline | null {
    return this.#output.at(now);
  }

  /** A clock (0xF8) of time stamp `at`. */
  tick(at: Ms): ClockCommand | null {
    this.advance(at);
    this.#train.tick(at, this.#song.state === "armed");
    this.#waiting = this.#song.tick(this.#train.index) ?? this.#waiting;
    const { reading } = this.#train;
    if (reading === null) return null;

    const command = this.#waiting;
    this.#waiting = null;
    const beat = beats((reading.index - this.#song.zero) / TICKS_PER_BEAT);
    const target = new Timeline(bpm(bpmOf(reading.period)), beat, ms(reading.due));
    if (command !== null || !this.#lockedOnce || this.#train.readAnew) this.#output.jump(target);
    else this.#output.follow(target, at);
    if (this.state === "locked" || this.inDoubt) this.#lockedOnce = true;
    if (this.#train.isSure || this.inDoubt) this.#shown.hear(target.tempo);
    return command;
  }

  /** Start (0xFA): the next tick is the song's first. */
  start(at: Ms): void {
    this.#song.start(at);
  }

  /** Continue (0xFB): the next tick is the one at the song position, or the one after the last before Stop. */
  continue(at: Ms): void {
    this.#song.continue(at);
  }

  /** Stop (0xFC). The clock may go on and is followed all the same. */
  stop(): ClockCommand | null {
    const command = this.#song.stop(this.#train.index + 1);
    if (this.#waiting === null) return command;
    this.#waiting = null;
    return null;
  }

  /** Song Position Pointer (0xF2), in 16ths; heard only while stopped. */
  songPosition(sixteenths: number): void {
    this.#song.songPosition(sixteenths);
  }

  /** Notices that no tick has come for too long. Gives whether the state has changed. */
  advance(now: Ms): boolean {
    if (this.state === "idle" || this.state === "lost" || !this.#train.isSilent(now)) return false;
    // A clock that ends with its song, or that never made a tempo, has not been lost.
    this.#train.fallSilent(this.state === "locked" && this.#song.state !== "stopped" ? "lost" : "idle");
    return true;
  }
}
