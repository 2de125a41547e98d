import type { ClockState } from "../../../../shared/time/clock-source.ts";
import type { Ms } from "../../../../shared/time/units.ts";
import { BlockTicks } from "./block-ticks.ts";
import { beginningsOf, FIRST_TICKS } from "./first-ticks.ts";
import { FreeTicks } from "./free-ticks.ts";
import { RecentTicks } from "./recent-ticks.ts";
import { bpmOf } from "./tick.ts";
import { TickBank } from "./tick-bank.ts";
import type { TickReader, TickReading } from "./tick-reader.ts";
import { TwoClocks } from "./two-clocks.ts";

/** A clock that is silent for this long, and for this many of its periods, is lost. */
const LOST_MS = 500;
const LOST_PERIODS = 6;
/** Ticks too slow to be followed are still taken for a clock if they are not further apart than this. */
const LONGEST_GAP_MS = 1000;

/**
 * The ticks of one clock, numbered: finds out how they come (FreeTicks, BlockTicks, TwoClocks) and
 * has them read, notices silence, and takes the train up again where it should be by then. Pure: times are
 * passed in.
 */
export class TickTrain {
  state: ClockState = "idle";
  /** With the newest tick it turned out that the ticks are to be read otherwise: what was known of their places is not so. */
  readAnew = false;
  readonly #recent = new RecentTicks();
  #reader: TickReader | null = null;
  /** Where the train stood when it fell silent. */
  #held: TickReading | null = null;
  /** Times of first ticks that make no tempo yet; the first of them is tick `#firstIndex`. */
  #first: number[] = [];
  #firstIndex = 0;
  #lastTick = Number.NEGATIVE_INFINITY;
  #meanGap: number | null = null;
  #wasLong = false;
  #lostBefore = 0;
  #doubledBefore = 0;

  /** The newest tick by the likeliest explanation; null while the ticks make no tempo. */
  get reading(): TickReading | null {
    return this.#reader;
  }

  /** The number of the newest tick. */
  get index(): number {
    return this.#reader?.index ?? this.#firstIndex + this.#first.length - 1;
  }

  /** Whether the tempo is sure, though it may not be sure that there is one clock. */
  get isSure(): boolean {
    return this.#reader?.isSure(this.state === "locked") ?? false;
  }

  /** Standard deviation of a tick that is not stalled, ms. */
  get noise(): number {
    return this.#reader?.noise ?? 0;
  }

  /** The share of echoes among the ticks of the last two beats. */
  get echoShare(): number {
    return this.#reader?.echoShare ?? 0;
  }

  /** Whether it is two clocks that come in at once, or one and its echo. */
  get isOfTwo(): boolean {
    return this.#reader instanceof TwoClocks;
  }

  /** The tempi of two clocks that come in at once, that of the one followed first; null while it is one. */
  get tempi(): readonly [number, number] | null {
    return this.#reader instanceof TwoClocks ? this.#reader.tempi : null;
  }

  /** Ticks that never came, since the beginning. */
  get lost(): number {
    return this.#lostBefore + (this.#reader?.lost ?? 0);
  }

  /** Ticks that were echoes, since the beginning. */
  get doubled(): number {
    return this.#doubledBefore + (this.#reader?.doubled ?? 0);
  }

  /** The tempo of the newest ticks however they lie, in bpm; null before the second. */
  get rawTempo(): number | null {
    return this.#meanGap === null ? null : bpmOf(this.#meanGap);
  }

  /** `anew`: this tick begins a song, and may be out of step with those before. No tick is taken to be earlier than the last. */
  tick(stamp: Ms, anew: boolean): void {
    const at = Math.max(stamp, this.#lastTick);
    if (Number.isFinite(this.#lastTick)) this.#measureGap(at - this.#lastTick);
    this.#lastTick = at;
    if (this.state !== "locked") this.state = "locking";
    if (this.#reader === null) this.#begin(at);
    else if (anew) this.#reader.restart(at);
    else this.#reader.tick(at);
    this.#recent.push(at, this.index, anew);
    this.#lookThrough();
    if (this.#reader !== null) this.#judge(this.#reader);
  }

  /** Whether the train has been silent for too long at `now`. */
  isSilent(now: Ms): boolean {
    const period = this.#reader?.period ?? Math.min(this.#meanGap ?? 0, LONGEST_GAP_MS);
    return now - this.#lastTick > Math.max(LOST_MS, LOST_PERIODS * period);
  }

  /** Keeps tempo and phase in mind and waits for the next tick. */
  fallSilent(state: "lost" | "idle"): void {
    this.#held = this.#reader ?? this.#held;
    this.#giveUp();
    this.#recent.clear();
    this.state = state;
  }

  /** A silence is no gap between ticks, unless there is one after each. */
  #measureGap(gap: number): void {
    const long = gap >= LOST_MS;
    if (long) this.#meanGap = this.#wasLong ? gap : null;
    else this.#meanGap = this.#meanGap === null || this.#wasLong ? gap : this.#meanGap + (gap - this.#meanGap) / 8;
    this.#wasLong = long;
  }

  #giveUp(): void {
    this.#firstIndex = this.index + 1;
    this.#first = [];
    this.#lostBefore = this.lost;
    this.#doubledBefore = this.doubled;
    this.#reader = null;
  }

  #begin(at: number): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) {
      this.#reader = BlockTicks.takeUp(held, at) ?? FreeTicks.takeUp(held, at);
      this.#reader.tick(at);
      return;
    }
    this.#first.push(at);
    if (this.#first.length < FIRST_TICKS) return;
    const [one, ...others] = beginningsOf(this.#first, this.#firstIndex);
    if (one === undefined) {
      this.#first.shift();
      this.#firstIndex++;
      return;
    }
    const bank = new TickBank(one, ...others);
    for (const time of this.#first.slice(1)) bank.tick(time);
    this.#reader = new FreeTicks(bank);
    this.#first = [];
  }

  /** What the ticks turn out to be is read anew, whatever was made of them before. */
  #lookThrough(): void {
    this.readAnew = false;
    if (this.#reader instanceof TwoClocks) {
      if (!this.#reader.isOver(this.#lastTick)) return;
      this.#giveUp();
      this.#recent.clear();
    } else if (this.#reader === null || this.#reader.block === null) {
      const special = this.#recent.special();
      if (special === null) return;
      this.#giveUp();
      this.#reader = special;
      this.readAnew = true;
    }
  }

  /** Locks, unlocks, or gives up an explanation that leads nowhere. */
  #judge(reader: TickReader): void {
    const locked = this.state === "locked";
    const sure = reader.isSure(locked) && (locked || reader.block !== null || this.#recent.areOf(reader));
    this.state = sure ? "locked" : "locking";
    if (!reader.isHopeless(sure)) return;
    this.#giveUp();
    this.state = "locking";
  }
}
