import type { ClockState } from "../../../../shared/time/clock-source.ts";
import type { Ms } from "../../../../shared/time/units.ts";
import { beginningsOf, FIRST_TICKS } from "./first-ticks.ts";
import { bpmOf, LONGEST_PERIOD, SHORTEST_PERIOD, TICKS_PER_BEAT } from "./tick.ts";
import { TickBank } from "./tick-bank.ts";
import { TickHypothesis } from "./tick-hypothesis.ts";

/** A clock that is silent for this long, and for this many of its periods, is lost. */
const LOST_MS = 500;
const LOST_PERIODS = 6;
/** Ticks too slow to be followed are still taken for a clock if they are not further apart than this. */
const LONGEST_GAP_MS = 1000;

/** When it is back, its tempo is what it was but for this share of it, or it is another. */
const HELD_PERIOD_ERROR = 0.005;
const OTHER_PERIOD_ERROR = 0.2;
/** ...and it is in step with the ticks before, but for this share of a period, or it begins with a tick of this noise. */
const HELD_DUE_ERROR = 0.25;
const FRESH_DUE_ERROR_MS = 1;

/** Locked: so many ticks, the tempo known to this share of it, and the ticks this near to even, as a share of the period. */
const LOCK_TICKS = 8;
const LOCK_PERIOD_ERROR = 0.008;
const LOCK_NOISE = 0.2;
const UNLOCK_NOISE = 0.3;
/** What has not locked after this many ticks was a wrong beginning. */
const HOPELESS_TICKS = 3 * TICKS_PER_BEAT;

/** ...and so was one by which this share of the ticks has holes before it, or are echoes. */
const HOPELESS_HOLES = 0.3;
const HOPELESS_ECHOES = 0.7;

/** Shares are those of about the last two beats. */
const SHARE_MEMORY = 2 * TICKS_PER_BEAT;

/**
 * The ticks of one clock, numbered: finds their tempo, keeps it through jitter, stalls, lost ticks
 * and echoes (TickBank), notices silence, and takes the train up again where it should be by then.
 * Pure: times are passed in.
 */
export class TickTrain {
  state: ClockState = "idle";
  /** The share of echoes among the ticks of the last two beats. */
  echoShare = 0;
  #bank: TickBank | null = null;
  /** Where the train stood when it fell silent. */
  #held: TickHypothesis | null = null;
  /** Times of first ticks that make no tempo yet; the first of them is tick `#firstIndex`. */
  #first: number[] = [];
  #firstIndex = 0;
  #lastTick = Number.NEGATIVE_INFINITY;
  #meanGap: number | null = null;
  #holeShare = 0;
  #lostBefore = 0;
  #doubledBefore = 0;

  /** The newest tick by the likeliest explanation; null while the ticks make no tempo. */
  get leader(): TickHypothesis | null {
    return this.#bank?.leader ?? null;
  }

  /** When the newest tick was due; NaN while the ticks make no tempo. */
  get due(): number {
    return this.#bank?.due ?? Number.NaN;
  }

  /** The number of the newest tick. */
  get index(): number {
    return this.#bank?.leader.index ?? this.#firstIndex + this.#first.length - 1;
  }

  /** Standard deviation of a tick that is not stalled, ms. */
  get noise(): number {
    return this.#bank?.noise ?? 0;
  }

  /** Ticks that never came, since the beginning. */
  get lost(): number {
    return this.#lostBefore + (this.#bank?.leader.lost ?? 0);
  }

  /** Ticks that were echoes, since the beginning. */
  get doubled(): number {
    return this.#doubledBefore + (this.#bank?.leader.doubled ?? 0);
  }

  /** The tempo of the newest ticks however they lie, in bpm; null before the second. */
  get rawTempo(): number | null {
    return this.#meanGap === null ? null : bpmOf(this.#meanGap);
  }

  /** `anew`: this tick begins a song, and may be out of step with those before. No tick is taken to be earlier than the last. */
  tick(stamp: Ms, anew: boolean): void {
    const at = Math.max(stamp, this.#lastTick);
    this.#measureGap(at - this.#lastTick);
    this.#lastTick = at;
    if (this.state === "idle") this.state = "locking";
    const before = this.index;
    if (this.#bank === null) this.#begin(at);
    else if (anew) this.#bank.restart(at);
    else this.#bank.tick(at);
    this.#holeShare += ((this.index > before + 1 ? 1 : 0) - this.#holeShare) / SHARE_MEMORY;
    if (this.#bank !== null) this.#judge(this.#bank);
  }

  /** Whether the train has been silent for too long at `now`. */
  isSilent(now: Ms): boolean {
    const period = this.#bank?.leader.period ?? Math.min(this.#meanGap ?? 0, LONGEST_GAP_MS);
    return now - this.#lastTick > Math.max(LOST_MS, LOST_PERIODS * period);
  }

  /** Keeps tempo and phase in mind and waits for the next tick. */
  fallSilent(state: "lost" | "idle"): void {
    this.#held = this.#bank?.leader ?? this.#held;
    this.#giveUp();
    this.state = state;
  }

  #measureGap(gap: number): void {
    if (!Number.isFinite(gap)) return;
    this.#meanGap = this.#meanGap === null || gap >= LOST_MS ? gap : this.#meanGap + (gap - this.#meanGap) / 8;
  }

  #giveUp(): void {
    this.#firstIndex = this.index + 1;
    this.#first = [];
    this.#lostBefore = this.lost;
    this.#doubledBefore = this.doubled;
    this.echoShare = 0;
    this.#holeShare = 0;
    this.#bank = null;
  }

  #begin(at: number): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) {
      this.#bank = takeUp(held, at);
      this.#bank.tick(at);
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
    this.#bank = new TickBank(one, ...others);
    for (const time of this.#first.slice(1)) this.#bank.tick(time);
    this.#first = [];
  }

  /** Locks, unlocks, or gives up an explanation that leads nowhere. */
  #judge(bank: TickBank): void {
    const { period, periodError, echo } = bank.leader;
    this.echoShare += ((echo ? 1 : 0) - this.echoShare) / SHARE_MEMORY;
    const locked = this.state === "locked";
    const even = bank.noise < (locked ? UNLOCK_NOISE : LOCK_NOISE) * period;
    const sure = bank.heard >= LOCK_TICKS && periodError < LOCK_PERIOD_ERROR * period;
    if (even && sure) this.state = "locked";
    else if (locked && !even) this.state = "locking";
    const slow = this.state !== "locked" && bank.heard > HOPELESS_TICKS;
    const torn = this.#holeShare > HOPELESS_HOLES || this.echoShare > HOPELESS_ECHOES;
    if (slow || torn || period < SHORTEST_PERIOD || period > LONGEST_PERIOD) {
      this.#giveUp();
      this.state = "locking";
    }
  }
}

/** A train that was silent: tick `at` is the nearest one to where it should be by now, in step or not. */
const takeUp = (held: TickHypothesis, at: number): TickBank => {
  const { index, due, period } = held;
  const steps = Math.max(1, Math.round((at - due) / period));
  const before = index + steps - 1;
  return new TickBank(
    new TickHypothesis(before, due + (steps - 1) * period, period, HELD_DUE_ERROR * period, HELD_PERIOD_ERROR * period),
    new TickHypothesis(before, at - period, period, FRESH_DUE_ERROR_MS, OTHER_PERIOD_ERROR * period),
  );
};
