import { areBunched, blockPeriodOf } from "./block-period.ts";
import { BlockTicks } from "./block-ticks.ts";
import { TICKS_PER_BEAT } from "./tick.ts";
import { twoClocksIn } from "./tick-chain.ts";
import type { TickReader } from "./tick-reader.ts";
import { TwoClocks } from "./two-clocks.ts";

/** Ticks that are remembered. */
const MEMORY = 8 * TICKS_PER_BEAT;
/** So many of the newest are looked at: few show the usual blocks at once, many those that are nearly as long as the period. */
const FEW: readonly number[] = [16, TICKS_PER_BEAT];
const MANY: readonly number[] = [2 * TICKS_PER_BEAT, 4 * TICKS_PER_BEAT, MEMORY];
/** ...the few once in so many ticks, and the many more seldom. */
const OFTEN = 4;
const SELDOM = 12;
/** Where it turns out that every tick counts, they are counted from this many ago. */
const COUNTED = 4 * TICKS_PER_BEAT;

/** Of one clock's gaps more than this share is within this share of the period. */
const ALIKE = 0.25;
const ALIKE_SHARE = 0.6;

/** One clock has no more echoes than this in its first beats; one whose every tick has an echo has this share. */
const FEW_ECHOES = 2;
const ECHOES = 0.25;

/** The newest ticks of a train as they came: looked through for blocks, and for a second clock. */
export class RecentTicks {
  #times: number[] = [];
  #indexes: number[] = [];
  #heard = 0;
  /** Where the song began, in ticks before the newest; Infinity if it is long ago. */
  #begun = Number.POSITIVE_INFINITY;

  /** A tick has come that was taken for tick `index`; `anew`: with it a song begins. */
  push(time: number, index: number, anew: boolean): void {
    this.#times.push(time);
    this.#indexes.push(index);
    this.#heard++;
    this.#begun = anew ? 0 : this.#begun + 1;
    if (this.#times.length <= MEMORY) return;
    this.#times.shift();
    this.#indexes.shift();
  }

  clear(): void {
    this.#times = [];
    this.#indexes = [];
    this.#heard = 0;
    this.#begun = Number.POSITIVE_INFINITY;
  }

  /** Whether it is told from all else that they are of one clock, as it is read, and come one by one. */
  areOf({ period, doubled, echoShare }: TickReader): boolean {
    const times = this.#times.slice(-1 - TICKS_PER_BEAT);
    if (areBunched(this.#times)) return this.#times.length === MEMORY && echoShare > ECHOES;
    if (this.#times.length === MEMORY) return true;
    if (times.length <= TICKS_PER_BEAT || doubled > FEW_ECHOES) return false;
    const alike = times.filter((time, i) => Math.abs(time - (times[i - 1] ?? time) - period) < ALIKE * period);
    return alike.length > ALIKE_SHARE * TICKS_PER_BEAT;
  }

  /** A reader of what these ticks are, if it is not one clock whose ticks come one by one: it has read them all. */
  special(): BlockTicks | TwoClocks | null {
    return this.#heard % OFTEN === 0 ? (this.#inBlocks() ?? this.#ofTwo()) : null;
  }

  #inBlocks(): BlockTicks | null {
    for (const size of this.#heard % SELDOM === 0 ? [...FEW, ...MANY] : FEW) {
      if (size > this.#times.length) break;
      const block = blockPeriodOf(this.#times.slice(-size));
      if (block !== null) return BlockTicks.from(this.#times.slice(-Math.max(size, COUNTED)), this.#count, block);
    }
    return null;
  }

  #ofTwo(): TwoClocks | null {
    if (this.#heard % SELDOM !== 0 || this.#times.length < TICKS_PER_BEAT) return null;
    const two = twoClocksIn(this.#times.slice(-COUNTED)) ?? twoClocksIn(this.#times.slice(-COUNTED / 2));
    const [time, index] = [this.#times.at(-1), this.#indexes.at(-1)];
    return two === null || time === undefined || index === undefined ? null : new TwoClocks(...two, index, time);
  }

  /** The number of the newest tick if none was lost and none is an echo. */
  get #count(): number {
    const back = Math.min(this.#begun, this.#times.length - 1, COUNTED);
    return (this.#indexes.at(-1 - back) ?? 0) + back;
  }
}
