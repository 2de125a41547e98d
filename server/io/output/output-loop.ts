import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import type { ClockOut } from "./clock-out.ts";
import { EVENT, EventQueue } from "./event-queue.ts";
import type { Lane } from "./lane.ts";
import { LATE_MS } from "./late-policy.ts";
import {
  ALL_LANES,
  CLOCK_PLAYS,
  CLOCK_SILENT,
  FLAG_IMMEDIATE,
  FLAG_LAX,
  RECORD,
  type RingReader,
} from "./record-ring.ts";
import { SentEvents } from "./sent-events.ts";
import { MAX_LANES, type Sounding } from "./sounding.ts";
import type { WakeStatistics } from "./wake-statistics.ts";

/** Set by the worker itself: the event was known before it was due, so its error counts. */
const FLAG_AHEAD = 4;

/** A note sounds at least this long, however late it began. */
const SHORTEST_NOTE = 1;
/** From one key that is told 0 to the next, in ms: all at once is more than a small receiver takes in. */
const REST_SPACING = 1;

/**
 * What the output worker does, without the waiting: takes records off the ring, lands every event
 * at its moment in its lane, and says when it wants to be called again. A key that is on is turned
 * off before it is turned on again, every key that was turned on is turned off, and an off belongs
 * to the on it came with: an older note's end does not cut a newer one.
 *
 * @realtime `turn` yes: no allocation but on panic, revoke and growth.
 */
export class OutputLoop {
  readonly #ring: RingReader;
  readonly #sounding: Sounding;
  readonly #statistics: WakeStatistics;
  readonly #now: () => Ms;
  readonly #queue = new EventQueue();
  readonly #sent = new SentEvents();
  readonly #lanes: (Lane | null)[] = new Array(MAX_LANES).fill(null);
  readonly #clocks: (ClockOut | null)[] = new Array(MAX_LANES).fill(null);
  /** Keys that had to be turned off while their lane was closed. */
  readonly #owed = Array.from({ length: MAX_LANES }, () => new Set<number>());
  #serial = 0;

  constructor(ring: RingReader, sounding: Sounding, statistics: WakeStatistics, now: () => Ms) {
    this.#ring = ring;
    this.#sounding = sounding;
    this.#statistics = statistics;
    this.#now = now;
  }

  /** Puts a lane in its place, ending what an earlier one left on; its clock, if it sends one, goes with it. */
  setLane(index: number, lane: Lane, clock: ClockOut | null): void {
    this.#lanes[index] = lane;
    this.#clocks[index] = clock;
    this.#sent.forget(index);
    this.#endLane(index);
  }

  /** Ends whatever is on in the lane and takes it away. */
  async removeLane(index: number): Promise<void> {
    const lane = this.#lanes[index];
    if (lane == null) return;
    this.#clocks[index]?.stop();
    this.#panic(index);
    this.#lanes[index] = null;
    this.#clocks[index] = null;
    this.#owed[index]!.clear();
    await lane.dispose();
  }

  /** To be called when a lane has opened (again): what could not be turned off before is turned off. */
  opened(index: number): void {
    const lane = this.#lanes[index];
    if (lane == null) return;
    for (const key of this.#owed[index]!) lane.off(key, ms(Number.NaN));
    this.#owed[index]!.clear();
  }

  /** Tells `keys` one after the other that they are off, but for those that are on by then. */
  rest(index: number, keys: readonly number[]): void {
    let at = this.#now() as number;
    for (const key of keys) {
      this.#queue.push(at, EVENT.rest, index, key, FLAG_LAX, 0, 0, 0);
      at += REST_SPACING;
    }
  }

  /** Takes what was written and lands what is due; gives the moment of the next event, or infinity. */
  turn(): Ms {
    while (this.#ring.read()) this.#take();
    this.#ring.settled();
    this.#landDue();
    return this.#nextDue();
  }

  /** Whether the next event need not be met exactly. */
  get nextIsLax(): boolean {
    const { head, at, flags } = this.#queue;
    if (head < 0) return this.#clockDue() === Number.POSITIVE_INFINITY;
    return (flags[head]! & FLAG_LAX) !== 0 && this.#clockDue() > at[head]!;
  }

  /** Whether a lane waits for the event loop. */
  get busy(): boolean {
    for (const lane of this.#lanes) if (lane?.busy === true) return true;
    return false;
  }

  /** Lets every lane look after itself. */
  look(now: Ms): void {
    for (const lane of this.#lanes) lane?.look(now);
  }

  /** Ends everything in every lane, clocks included. */
  async finish(): Promise<void> {
    await Promise.all(this.#lanes.map((_, index) => this.removeLane(index)));
  }

  #take(): void {
    const { kind, lane } = this.#ring;
    switch (kind) {
      case RECORD.pulse:
        this.#takePulse();
        break;
      case RECORD.revoke:
        this.#queue.discard((slot) => this.#isOn(slot, lane) && this.#queue.id[slot] === this.#ring.id);
        break;
      case RECORD.revokeGrid:
        this.#queue.discard((slot) => this.#isOn(slot, lane) && this.#queue.id[slot]! < 0);
        break;
      case RECORD.end:
        this.#queue.push(this.#ring.at, EVENT.end, lane, 0, 0, 0, 0, 0);
        break;
      case RECORD.clock:
        this.#takeClock();
        break;
      case RECORD.panic:
        for (let index = 0; index < MAX_LANES; index++) if (lane === ALL_LANES || lane === index) this.#panic(index);
        break;
    }
  }

  #takePulse(): void {
    const { lane, key, flags, at, until, value, id } = this.#ring;
    // A machine's live note (a MIDI file, the demo drummer) comes a moment ahead and waits for it.
    if ((flags & FLAG_IMMEDIATE) !== 0 && !(at > this.#now())) {
      this.#turnOn(lane, key, value, until, ms(Number.NaN), this.#now());
      return;
    }
    // It would never be due, and nothing behind it either.
    if (Number.isNaN(at)) return;
    if (id !== 0) {
      if (this.#sent.has(lane, key, id)) return;
      this.#queue.remove(EVENT.on, lane, key, id);
    }
    const ahead = at > this.#now() ? FLAG_AHEAD : 0;
    this.#queue.push(at, EVENT.on, lane, key, flags | ahead, until, value, id);
  }

  #takeClock(): void {
    const { lane, key, at, until, value, id } = this.#ring;
    const clock = this.#clocks[lane];
    if (key === CLOCK_SILENT) clock?.stop();
    else {
      const timeline = new Timeline(bpm(until), beats(value), ms(id));
      clock?.set({ playing: key === CLOCK_PLAYS, timeline, at: ms(at) });
    }
  }

  #isOn(slot: number, lane: number): boolean {
    return this.#queue.kind[slot] === EVENT.on && this.#queue.lane[slot] === lane;
  }

  #landDue(): void {
    for (;;) {
      const now = this.#now();
      const head = this.#queue.head;
      const clock = this.#clockDue();
      const at = head < 0 ? Number.POSITIVE_INFINITY : this.#queue.at[head]!;
      if (clock <= now && clock <= at) {
        for (const each of this.#clocks) if (each !== null && each.due <= now) each.act(now);
      } else if (at <= now) this.#land(this.#queue.pop(), now);
      else return;
    }
  }

  #land(slot: number, now: Ms): void {
    const queue = this.#queue;
    const lane = queue.lane[slot]!;
    const key = queue.key[slot]!;
    const at = queue.at[slot]!;
    switch (queue.kind[slot]) {
      case EVENT.on: {
        const until = queue.until[slot]!;
        const id = queue.id[slot]!;
        const live = (queue.flags[slot]! & FLAG_IMMEDIATE) !== 0;
        if (now - at > LATE_MS && !Number.isNaN(until) && !live) {
          this.#statistics.recordLateDrop();
          return;
        }
        if ((queue.flags[slot]! & (FLAG_AHEAD | FLAG_LAX)) === FLAG_AHEAD) this.#statistics.record(ms(now - at));
        if (id !== 0) this.#sent.add(lane, key, id);
        this.#turnOn(lane, key, queue.value[slot]!, until, ms(live ? Number.NaN : at), now);
        break;
      }
      case EVENT.off:
        if (this.#sounding.get(lane, key) === queue.id[slot]) this.#turnOff(lane, key, ms(at));
        break;
      case EVENT.end:
        this.#endLane(lane);
        break;
      case EVENT.rest:
        if (this.#sounding.get(lane, key) === 0) this.#lanes[lane]?.off(key, ms(Number.NaN));
        break;
    }
  }

  #turnOn(lane: number, key: number, value: number, until: number, due: Ms, now: Ms): void {
    const to = this.#lanes[lane];
    if (Number.isNaN(until)) {
      to?.on(key, value, due);
      return;
    }
    if (this.#sounding.get(lane, key) !== 0) this.#turnOff(lane, key, due);
    to?.on(key, value, due);
    this.#serial = this.#serial === 0x7fffffff ? 1 : this.#serial + 1;
    this.#sounding.set(lane, key, this.#serial);
    this.#queue.push(Math.max(until, now + SHORTEST_NOTE), EVENT.off, lane, key, FLAG_LAX, 0, 0, this.#serial);
  }

  #turnOff(lane: number, key: number, due: Ms): void {
    this.#sounding.set(lane, key, 0);
    const to = this.#lanes[lane];
    if (to?.open === true) to.off(key, due);
    else this.#owed[lane]!.add(key);
  }

  #endLane(lane: number): void {
    this.#sounding.drain(lane, (key) => this.#turnOff(lane, key, ms(Number.NaN)));
  }

  #panic(lane: number): void {
    this.#endLane(lane);
    this.#queue.discard((slot) => this.#queue.lane[slot] === lane);
    this.#lanes[lane]?.silence();
  }

  #clockDue(): number {
    let due = Number.POSITIVE_INFINITY;
    for (const clock of this.#clocks) if (clock !== null && clock.due < due) due = clock.due;
    return due;
  }

  #nextDue(): Ms {
    const head = this.#queue.head;
    return ms(Math.min(head < 0 ? Number.POSITIVE_INFINITY : this.#queue.at[head]!, this.#clockDue()));
  }
}
