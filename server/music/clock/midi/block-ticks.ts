import { TOGETHER } from "./block-period.ts";
import { SteadyRun } from "./steady-run.ts";
import { LONGEST_PERIOD, SHORTEST_PERIOD, TICKS_PER_BEAT } from "./tick.ts";
import type { TickReader, TickReading } from "./tick-reader.ts";

/** Ticks that the tempo is read from. */
const MEMORY = 6 * TICKS_PER_BEAT;
/** A steady clock's ticks lie in a strip as wide as a block, and this much: of it, and ms. Wider: something has happened. */
const SLACK = 0.15;
const SLACK_MS = 1.5;
/** ...and so much is what may be wrong with the block's own period. */
const TIGHT = 0.005;
const TIGHT_MS = 0.1;
/** The tempo is sure while all that is possible is within this share of it. */
const SURE = 0.005;
const STILL_SURE = 0.012;
/** Lost ticks and echoes are looked for among so many ticks, once there are as many before them. */
const LOOKED_THROUGH = TICKS_PER_BEAT;
const REPAIRS = [1, -1, 2, 3];
/** A gap is off the blocks by more than this share of one; if such a share of the last ticks is, these are no blocks. */
const OFF = 0.2;
const OFF_SHARE = 0.07;
const OFF_MEMORY = 48;

/**
 * Reads a clock whose ticks come in blocks: a driver or a wireless link hands over once in a period of
 * its own what has come since. What is read from the times alone is the driver's period and not the
 * clock's; so here every tick counts, and no tick is later than one block. All tempi by which that
 * is so are possible (set-membership estimation, Schweppe 1968); the middle of them is taken.
 *
 * A tick is handed over at the end of the block in which it was sent: it was due between one block
 * before and then. The beat lies at the early edge, where the ticks lie that did not wait: there it
 * is when it was sent, and no mean of the delays is in it.
 *
 * @realtime yes
 */
export class BlockTicks implements TickReader {
  readonly #run = new SteadyRun(MEMORY);
  readonly block: number;
  index: number;
  due: number;
  period: number;
  lost = 0;
  doubled = 0;
  readonly echoShare = 0;
  noise = 0;
  /** By how much of itself the period may be wrong. */
  #error = 1;
  /** How wide the strip is in which the ticks are taken to lie, and, if they do not, how wide it had to be, ms. */
  #strip: number;
  #spread = 0;
  /** The period from before a restart, kept while it is possible and nothing surer is known. */
  #known: number | null;
  #offShare = 0;
  #lastTime: number;

  /** Goes on from `reading`, whose tick came at `time`. */
  constructor(reading: TickReading & { readonly block: number }, time: number) {
    this.block = reading.block;
    this.index = reading.index;
    this.due = reading.due;
    this.period = reading.period;
    this.#known = reading.period;
    this.#lastTime = time;
    this.#strip = this.#narrowest;
  }

  /** Begins with the ticks at `times`, all of which count; the newest is tick `index`. */
  static from(times: readonly number[], index: number, block: number): BlockTicks {
    const first = times[0] ?? 0;
    const period = ((times.at(-1) ?? 0) - first) / (times.length - 1);
    const ticks = new BlockTicks({ index: index - times.length, due: first - period, period, block }, first);
    ticks.#known = null;
    for (const time of times) ticks.tick(time);
    return ticks;
  }

  /** A train that was silent: tick `at` is the nearest one to where it should be by now; null if it did not come in blocks. */
  static takeUp({ index, due, period, block }: TickReading, at: number): BlockTicks | null {
    if (block === null) return null;
    const steps = Math.max(1, Math.round((at - block / 2 - due) / period));
    return new BlockTicks({ index: index + steps - 1, due: due + (steps - 1) * period, period, block }, at);
  }

  isSure(before: boolean): boolean {
    return this.#error < (before ? STILL_SURE : SURE);
  }

  isHopeless(): boolean {
    return this.#offShare > OFF_SHARE || this.period < SHORTEST_PERIOD || this.period > LONGEST_PERIOD;
  }

  tick(time: number): void {
    this.#take(time);
    if (this.#spread > this.#widest && !this.#repair()) this.#forget();
    this.#read();
  }

  restart(time: number): void {
    const { period } = this;
    this.#take(time);
    if (this.#spread > this.#widest) {
      this.#run.keep(1);
      this.#strip = this.#narrowest;
      this.#known = period;
    }
    this.#read();
  }

  get #widest(): number {
    return this.block * (1 + SLACK) + SLACK_MS;
  }

  #take(time: number): void {
    this.#compare(time - this.#lastTime);
    this.#lastTime = time;
    this.index++;
    this.#run.push(this.index, time);
    // Now and then it is tried whether a narrower strip does.
    if (this.index % MEMORY === 0) this.#strip = this.#narrowest;
    this.#spread = this.#fits ? 0 : this.#run.spread();
  }

  get #narrowest(): number {
    return this.block * (1 + TIGHT) + TIGHT_MS;
  }

  /** Whether a steady clock's ticks can lie in the strip. */
  get #fits(): boolean {
    const { least, most } = this.#run.slopesWithin(this.#strip);
    return least <= most;
  }

  /** How far a gap is from whole blocks. */
  #compare(gap: number): void {
    const blocks = gap / this.block;
    const off = gap > TOGETHER && Math.abs(blocks - Math.round(blocks)) > OFF;
    this.#offShare += ((off ? 1 : 0) - this.#offShare) / OFF_MEMORY;
  }

  /** If the ticks lie in a strip once one of them is taken to be lost or an echo, or a few: so it was. */
  #repair(): boolean {
    const run = this.#run;
    if (run.length < 2 * LOOKED_THROUGH) return false;
    let best = { spread: this.#widest, back: 0, steps: 0 };
    for (const steps of REPAIRS)
      for (let back = 0; back < LOOKED_THROUGH; back++) {
        run.renumber(back, steps);
        const spread = run.spread();
        run.renumber(back, -steps);
        if (spread < best.spread) best = { spread, back, steps };
      }
    if (best.steps === 0) return false;
    run.renumber(best.back, best.steps);
    this.index += best.steps;
    if (best.steps > 0) this.lost += best.steps;
    else this.doubled -= best.steps;
    this.#spread = best.spread;
    return true;
  }

  /** Keeps the newest ticks that one steady clock explains. */
  #forget(): void {
    this.#known = this.period;
    this.#strip = this.#narrowest;
    while (this.#spread > this.#widest) {
      this.#run.keep(Math.floor(0.85 * this.#run.length));
      this.#spread = this.#run.spread();
    }
  }

  #read(): void {
    if (!this.#fits) this.#strip = Math.max(this.#narrowest, this.#spread + TIGHT_MS);
    const { least, most } = this.#run.slopesWithin(this.#strip);
    const isTelling = this.#run.length > 2;
    this.#error = isTelling ? (most - least) / (most + least) : 1;
    const known = this.#known;
    const isKnown = known !== null && known >= least && known <= most && this.#error > SURE;
    if (!isKnown && isTelling) this.#known = null;
    if (isKnown) this.period = known;
    else if (isTelling) this.period = (least + most) / 2;
    const lateness = this.#run.lateness(this.period);
    this.noise = (lateness.most - lateness.least) / Math.sqrt(12);
    this.due = this.index * this.period + (lateness.least + lateness.most - this.block) / 2;
  }
}
