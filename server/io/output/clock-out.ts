import type { Timeline } from "../../../shared/time/timeline.ts";
import { beats, type Ms, ms } from "../../../shared/time/units.ts";

/** MIDI 1.0 detailed specification, "System real time messages" and "Song position pointer". */
const CLOCK = Buffer.of(0xf8);
const START = Buffer.of(0xfa);
const CONTINUE = Buffer.of(0xfb);
const STOP = Buffer.of(0xfc);
const SONG_POSITION = 0xf2;

const TICKS_PER_BEAT = 24;
const TICKS_PER_SIXTEENTH = 6;
/** Song positions have 14 bits; beyond them they begin again, which keeps the place in a 4/4 bar. */
const SONG_POSITIONS = 2 ** 14;

/** Start and Continue go out this long before their first clock: followers want about a millisecond, and get one or two. */
const LEAD = ms(1.5);
/** When there is no time for that, the first clock waits this long. */
const SHORTEST_LEAD = ms(1);
/** A start this close after beat 0 is a start at beat 0. */
const AT_ORIGIN = beats(1 / 16);
/** A new timeline that is further away than this is a jump: followers are told the new position. */
const JUMP_TICKS = 3;
/** So far behind (the machine slept), followers are told the new position instead of being sent every tick. */
const LOST_TICKS = TICKS_PER_BEAT;

/** Ticks computed from milliseconds are not exact. */
const EPSILON = 1e-6;

/** Where the music is from `at` on; the lane's offset is in it already. */
export interface ClockChange {
  readonly playing: boolean;
  readonly timeline: Timeline;
  readonly at: Ms;
}

/**
 * MIDI clock for one output, by its own moments in the worker's queue: tick n is due where the
 * timeline has beat n / 24, so it cannot drift. Clocks run while the transport stands, for gear
 * that wants a tempo. Start comes just before tick 0; at any other place Song Position is sent,
 * then there is a pause, because slow gear needs time to locate, then Continue. No tick is ever
 * sent twice or left out while the transport plays: what is late is caught up at double speed.
 *
 * @realtime `due` and `act` yes
 */
export class ClockOut {
  readonly #send: (bytes: Buffer) => void;
  readonly #pause: Ms;
  readonly #songPosition = Buffer.of(SONG_POSITION, 0, 0);
  /** In force. */
  #change: ClockChange | null = null;
  /** To be in force, each from its `at` on, in this order. */
  readonly #coming: ClockChange[] = [];
  /** The next tick to send, counted from beat 0. */
  #tick = 0;
  #lastTickAt = Number.NEGATIVE_INFINITY;
  /** The follower runs: Start or Continue was sent and no Stop since. */
  #running = false;
  /** Start or Continue is to be sent just before this tick; null while there is nothing to begin. */
  #beginTick: number | null = null;
  #beganAt = Number.NEGATIVE_INFINITY;

  /** `pause` is how long a follower is given to find a song position. */
  constructor(send: (bytes: Buffer) => void, pause: Ms) {
    this.#send = send;
    this.#pause = pause;
  }

  /** What was set before for the same moment or a later one is forgotten. */
  set(change: ClockChange): void {
    const coming = this.#coming;
    while (coming.length > 0 && coming[coming.length - 1]!.at >= change.at) coming.pop();
    coming.push(change);
  }

  /** When `act` has something to do; infinite if never. */
  get due(): Ms {
    return ms(Math.min(this.#coming[0]?.at ?? Number.POSITIVE_INFINITY, this.#messageDue));
  }

  /** Sends what is due. */
  act(now: Ms): void {
    while (this.#coming.length > 0 && this.#coming[0]!.at <= now) this.#take(this.#coming.shift()!, now);
    const change = this.#change;
    if (change === null) return;
    const tick = this.#tickOf(change.timeline, now);
    if (tick - this.#tick > LOST_TICKS) {
      this.#halt();
      this.#tick = Math.ceil(tick - EPSILON);
      if (change.playing) this.#begin(change.timeline, now, now);
    }
    while (this.#messageDue <= now) {
      if (this.#beginTick === this.#tick && !this.#running) {
        this.#send(this.#tick === 0 ? START : CONTINUE);
        this.#running = true;
        this.#beganAt = now;
      } else {
        if (this.#beginTick === this.#tick) this.#beginTick = null;
        this.#send(CLOCK);
        this.#lastTickAt = now;
        this.#tick++;
      }
    }
  }

  /** Stops the follower and sends no more until the next `set`. */
  stop(): void {
    this.#halt();
    this.#change = null;
    this.#coming.length = 0;
  }

  get #messageDue(): number {
    const change = this.#change;
    if (change === null) return Number.POSITIVE_INFINITY;
    const { timeline } = change;
    const tickAt = timeline.toMs(beats(this.#tick / TICKS_PER_BEAT));
    if (this.#beginTick === this.#tick)
      return this.#running ? Math.max(tickAt, this.#beganAt + SHORTEST_LEAD) : tickAt - LEAD;
    return Math.max(tickAt, this.#lastTickAt + timeline.msPerBeat / TICKS_PER_BEAT / 2);
  }

  #take(next: ClockChange, now: Ms): void {
    const before = this.#change;
    this.#change = next;
    const { timeline, playing } = next;
    const tick = this.#tickOf(timeline, now);
    const wentOn = before !== null && Math.abs(tick - this.#tickOf(before.timeline, now)) <= JUMP_TICKS;
    if (playing && before?.playing === true && wentOn) return;
    this.#halt();
    if (!wentOn) this.#tick = Math.ceil(tick - EPSILON);
    if (playing) this.#begin(timeline, now, next.at);
  }

  /** Prepares Start or Continue, `at` being when the music begins: before now where the lane's offset is negative. */
  #begin(timeline: Timeline, now: Ms, at: Ms): void {
    // What is missed by then is caught up, with room to spare before it counts as lost.
    if (timeline.toBeats(at) <= AT_ORIGIN && this.#tickOf(timeline, now) <= LOST_TICKS / 2) {
      this.#tick = Math.min(this.#tick, 0);
      this.#beginTick = 0;
      return;
    }
    const found = timeline.toBeats(ms(now + this.#pause + LEAD)) * TICKS_PER_BEAT;
    const sixteenth = Math.ceil(found / TICKS_PER_SIXTEENTH);
    this.#beginTick = sixteenth * TICKS_PER_SIXTEENTH;
    const position = sixteenth % SONG_POSITIONS;
    this.#songPosition[1] = position & 0x7f;
    this.#songPosition[2] = position >> 7;
    this.#send(this.#songPosition);
  }

  #halt(): void {
    this.#beginTick = null;
    if (!this.#running) return;
    this.#running = false;
    this.#send(STOP);
  }

  #tickOf(timeline: Timeline, at: Ms): number {
    return timeline.toBeats(at) * TICKS_PER_BEAT;
  }
}
