import { FreeTicks } from "./free-ticks.ts";
import { bpmOf, TICKS_PER_BEAT } from "./tick.ts";
import { TickBank } from "./tick-bank.ts";
import type { TickChain } from "./tick-chain.ts";
import { TickHypothesis } from "./tick-hypothesis.ts";
import type { TickReader } from "./tick-reader.ts";

/** What a chain may be off by: a tick, ms, and the period, as a share of it. */
const DUE_ERROR_MS = 0.5;
const PERIOD_ERROR = 0.005;
/** One is steadier than the other if its noise is less than this share of the other's, over so many ticks. */
const STEADIER = 0.66;
const COMPARED = 2 * TICKS_PER_BEAT;
/** What has no more noise than this, ms, is steady enough. */
const STEADY_MS = 0.3;
/** Both are awaited: a tick is as near to either, in its periods. */
const BOTH = 0.12;
/** A clock of which nothing has come for so long, ms, and so many of its periods, is not there any more. */
const GONE_MS = 400;
const GONE_PERIODS = 6;
/** Tempi this near to one another are those of a clock and its echo. */
const SAME = 0.004;

/** One of the two, and when a tick of it came last. */
interface Single {
  readonly ticks: FreeTicks;
  heard: number;
  cameAt: number;
}

/**
 * Reads two clocks that come in on one port: a box that sends its own and passes another's through.
 * Each tick is the one's that expects it; the steadier of the two is followed. No lock is claimed,
 * for which of them is meant nobody knows.
 *
 * @realtime yes
 */
export class TwoClocks implements TickReader {
  readonly block = null;
  /** The tempi in bpm, that of the one followed first; null for a clock and its echo. */
  tempi: readonly [number, number] | null;
  readonly lost = 0;
  doubled = 0;
  #followed: Single;
  #other: Single;
  /** What to add to the number of the one followed. */
  #shift: number;

  /** The newest tick is tick `index` and came at `time`; `steadier` is followed. */
  constructor(steadier: TickChain, other: TickChain, index: number, time: number) {
    this.#followed = singleOf(steadier, time);
    this.#other = singleOf(other, time);
    this.#shift = index;
    const isEcho = Math.abs(steadier.period / other.period - 1) < SAME;
    this.tempi = isEcho ? null : [bpmOf(steadier.period), bpmOf(other.period)];
  }

  get index(): number {
    return this.#followed.ticks.index + this.#shift;
  }

  get due(): number {
    return this.#followed.ticks.due;
  }

  get period(): number {
    return this.#followed.ticks.period;
  }

  get noise(): number {
    return this.#followed.ticks.noise;
  }

  /** All ticks of the other are echoes, if they are. */
  get echoShare(): number {
    return this.tempi === null ? 0.5 : 0;
  }

  isSure(): boolean {
    return false;
  }

  isHopeless(): boolean {
    return this.#followed.ticks.isHopeless(true) || this.#other.ticks.isHopeless(true);
  }

  tick(time: number): void {
    const one = awaits(this.#followed, time);
    const two = awaits(this.#other, time);
    const single = one <= two ? this.#followed : this.#other;
    const { due, period } = single.ticks;
    // Where both are awaited it is not known whose the tick is: it tells nothing but that one has come.
    single.ticks.tick(Math.max(one, two) < BOTH ? due + period : time);
    single.heard++;
    single.cameAt = time;
    if (single === this.#other) this.doubled++;
    const heard = Math.min(this.#followed.heard, this.#other.heard);
    const { noise } = this.#followed.ticks;
    if (heard >= COMPARED && noise > STEADY_MS && this.#other.ticks.noise < STEADIER * noise) this.#change();
  }

  restart(time: number): void {
    this.tick(time);
  }

  /** Whether one of them has not come for so long that the other is alone. */
  isOver(time: number): boolean {
    return [this.#followed, this.#other].some(
      ({ ticks, cameAt }) => time - cameAt > Math.max(GONE_MS, GONE_PERIODS * ticks.period),
    );
  }

  #change(): void {
    const { index } = this;
    [this.#followed, this.#other] = [this.#other, this.#followed];
    this.#shift = index - this.#followed.ticks.index;
    if (this.tempi !== null) this.tempi = [this.tempi[1], this.tempi[0]];
  }
}

const singleOf = ({ due, period }: TickChain, cameAt: number): Single => ({
  ticks: new FreeTicks(new TickBank(new TickHypothesis(0, due, period, DUE_ERROR_MS, PERIOD_ERROR * period))),
  heard: 0,
  cameAt,
});

/** How far a tick at `time` is from the next one of this clock, or from one after a loss, in its periods. */
const awaits = ({ ticks: { due, period } }: Single, time: number): number => {
  const late = (time - due) / period - 1;
  return late < 0 ? -late : Math.abs(late - Math.round(late)) + 0.1 * Math.round(late);
};
