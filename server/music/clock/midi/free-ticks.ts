import { LONGEST_PERIOD, SHORTEST_PERIOD, TICKS_PER_BEAT } from "./tick.ts";
import { TickBank } from "./tick-bank.ts";
import { TickHypothesis } from "./tick-hypothesis.ts";
import type { TickReader, TickReading } from "./tick-reader.ts";

/** When a clock is back, its tempo is what it was but for this share of it, or it is another. */
const HELD_PERIOD_ERROR = 0.005;
const OTHER_PERIOD_ERROR = 0.2;
/** ...and it is in step with the ticks before, but for this share of a period, or it begins with a tick of this noise. */
const HELD_DUE_ERROR = 0.25;
const FRESH_DUE_ERROR_MS = 1;

/** The tempo is sure: so many ticks, the period known to this share of it, and the ticks this near to even, as a share of the period. */
const SURE_TICKS = 8;
const SURE_PERIOD_ERROR = 0.008;
const SURE_NOISE = 0.2;
const STILL_SURE_NOISE = 0.3;
/** What is not sure after this many ticks was a wrong beginning... */
const HOPELESS_TICKS = 3 * TICKS_PER_BEAT;
/** ...and so was one by which this share of the ticks has holes before it, or are echoes. */
const HOPELESS_HOLES = 0.3;
const HOPELESS_ECHOES = 0.7;
/** With half as many holes the tempo is doubted. */
const DOUBTED_HOLES = HOPELESS_HOLES / 2;
/** Shares are those of about the last two beats. */
const SHARE_MEMORY = 2 * TICKS_PER_BEAT;

/** Reads a clock whose every tick comes when it is due, but for jitter, stalls, losses and echoes. */
export class FreeTicks implements TickReader {
  readonly block = null;
  readonly #bank: TickBank;
  #echoShare = 0;
  #holeShare = 0;

  constructor(bank: TickBank) {
    this.#bank = bank;
  }

  /** A train that was silent: tick `at` is the nearest one to where it should be by now, in step or not. */
  static takeUp({ index, due, period }: TickReading, at: number): FreeTicks {
    const steps = Math.max(1, Math.round((at - due) / period));
    const before = index + steps - 1;
    const inStep = due + (steps - 1) * period;
    return new FreeTicks(
      new TickBank(
        new TickHypothesis(before, inStep, period, HELD_DUE_ERROR * period, HELD_PERIOD_ERROR * period),
        new TickHypothesis(before, at - period, period, FRESH_DUE_ERROR_MS, OTHER_PERIOD_ERROR * period),
      ),
    );
  }

  get index(): number {
    return this.#bank.leader.index;
  }

  get due(): number {
    return this.#bank.due;
  }

  get period(): number {
    return this.#bank.leader.period;
  }

  get noise(): number {
    return this.#bank.noise;
  }

  get lost(): number {
    return this.#bank.leader.lost;
  }

  get doubled(): number {
    return this.#bank.leader.doubled;
  }

  get echoShare(): number {
    return this.#echoShare;
  }

  isSure(before: boolean): boolean {
    const { period, periodError } = this.#bank.leader;
    if (this.#holeShare > DOUBTED_HOLES) return false;
    if (this.noise >= (before ? STILL_SURE_NOISE : SURE_NOISE) * period) return false;
    return before || (this.#bank.heard >= SURE_TICKS && periodError < SURE_PERIOD_ERROR * period);
  }

  isHopeless(sure: boolean): boolean {
    const slow = !sure && this.#bank.heard > HOPELESS_TICKS;
    const torn = this.#holeShare > HOPELESS_HOLES || this.#echoShare > HOPELESS_ECHOES;
    return slow || torn || this.period < SHORTEST_PERIOD || this.period > LONGEST_PERIOD;
  }

  tick(time: number): void {
    const before = this.index;
    this.#bank.tick(time);
    this.#count(before);
  }

  restart(time: number): void {
    const before = this.index;
    this.#bank.restart(time);
    this.#count(before);
  }

  #count(before: number): void {
    this.#holeShare += ((this.index > before + 1 ? 1 : 0) - this.#holeShare) / SHARE_MEMORY;
    this.#echoShare += ((this.#bank.leader.echo ? 1 : 0) - this.#echoShare) / SHARE_MEMORY;
  }
}
