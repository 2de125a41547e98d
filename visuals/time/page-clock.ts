import { clamp } from "../../shared/math/numbers.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/** One question and its answer: `sent` and `arrived` by the page's clock, `received` and `replied` by the server's. */
interface PingSample {
  readonly sent: Ms;
  readonly received: Ms;
  readonly replied: Ms;
  readonly arrived: Ms;
}

/** On connecting: this many pings so far apart, so that the first lock is made of a choice. */
const BURST_PINGS = 10;
const BURST_GAP_MS = 50;
/** If answers are missing, the lock waits no longer than this. */
const LONGEST_BURST_MS = 800;
const PING_GAP_MS = 1000;

/** Samples kept to choose the best from. */
const KEPT = 30;
/** One sample of each such stretch, its best, is kept to measure the rate with. */
const STRETCH_MS = 10_000;
const STRETCHES = 60;
/** The rate is measured once the stretches span this much. */
const RATE_AFTER_MS = 60_000;
/** Two quartz clocks in one room differ by less; a measured rate beyond it is a mistake. */
const MAX_RATE = 500e-6;
/** How fast a sample's worth decays: what the clocks may drift apart before and after the rate is known. */
const DRIFT_UNKNOWN = 100e-6;
const DRIFT_KNOWN = 5e-6;
/** Corrections are slewed at most this fast, so that time never runs back and never leaps... */
const MAX_SLEW = 500e-6;
/** ...and over this long if that is slower, which smooths small ones. */
const SLEW_MS = 1000;
/** An answer that cannot be true unless a clock has stepped by more than this means: begin anew. */
const STEP_MS = 50;
/** `performance.now()` is rounded to this in a page that is not isolated. */
const RESOLUTION_MS = 0.1;

interface Reading {
  /** Page time in the middle of the exchange. */
  readonly at: number;
  /** Server minus page. */
  readonly offset: number;
  /** The offset is off by at most this. */
  readonly bound: number;
}

/**
 * What the server's clock says, by the page's: pure, all times are passed in. Of the last 30 pings
 * it believes the one whose answer leaves least room for error (half its round trip, plus what the
 * clocks may have drifted since), measures how much faster one clock runs than the other, and slews.
 * Within one lock its time is continuous and never decreases.
 *
 * The page sends a ping whenever `nextPingAt` has come, calls `pinged`, and gives the answer to `sample`.
 *
 * @realtime `toServer` and `toPage` yes; `sample` allocates, once a second.
 */
export class PageClock {
  #burstFrom: number;
  #pings = 0;
  #nextPing: number;
  #locked = false;
  #hidden = false;
  #readings: Reading[] = [];
  #stretches: Reading[] = [];
  #rate = 0;
  #rateKnown = false;
  #best: Reading | null = null;
  /** Until `#slewUntil` the page's time is led from (#fromPage, #fromServer) at #slewRate; then by the best reading. */
  #fromPage = 0;
  #fromServer = 0;
  #slewRate = 0;
  #slewUntil = Number.NEGATIVE_INFINITY;

  constructor(now: Ms) {
    this.#burstFrom = now;
    this.#nextPing = now;
  }

  /** Whether the first burst is over. Before, the time is the best guess and may jump. */
  get locked(): boolean {
    return this.#locked;
  }

  /** The server's clock runs faster than the page's by this share. */
  get rate(): number {
    return this.#rate;
  }

  /** When the next ping should leave, by the page's clock; Infinity while hidden. */
  get nextPingAt(): Ms {
    return ms(this.#hidden ? Number.POSITIVE_INFINITY : this.#nextPing);
  }

  /** The page's time is off from the server's by at most this, at `now`; Infinity before the first answer. */
  boundAt(now: Ms): Ms {
    if (this.#best === null) return ms(Number.POSITIVE_INFINITY);
    const behind = Math.abs(this.#bestServer(now) - this.toServer(now));
    return ms(this.#boundOf(this.#best, now) + behind);
  }

  /** @realtime yes */
  toServer(page: Ms): Ms {
    if (page >= this.#slewUntil) return ms(this.#bestServer(page));
    return ms(this.#fromServer + (page - this.#fromPage) * (1 + this.#slewRate));
  }

  /** The inverse of `toServer`. @realtime yes */
  toPage(server: Ms): Ms {
    if (this.#best === null) return ms(server);
    const led = this.#fromPage + (server - this.#fromServer) / (1 + this.#slewRate);
    if (led < this.#slewUntil) return ms(led);
    return ms(this.#best.at + (server - this.#best.at - this.#best.offset) / (1 + this.#rate));
  }

  pinged(now: Ms): void {
    this.#pings++;
    this.#nextPing = now + (this.#pings < BURST_PINGS ? BURST_GAP_MS : PING_GAP_MS);
  }

  /** The page is no longer seen: its timers lie, so nothing is asked and no answer counts until `restart`. */
  hide(): void {
    this.#hidden = true;
  }

  /** Begins again with a burst, and may jump at its end: after a reconnect, and when the page is seen again. */
  restart(now: Ms): void {
    this.#hidden = false;
    this.#locked = false;
    this.#pings = 0;
    this.#burstFrom = now;
    this.#nextPing = now;
    this.#readings = [];
    this.#stretches = [];
  }

  sample({ sent, received, replied, arrived }: PingSample): void {
    const roundTrip = arrived - sent - (replied - received);
    // An answer to a question of before the restart, or nonsense.
    if (this.#hidden || sent < this.#burstFrom || !(roundTrip >= -RESOLUTION_MS)) return;
    const reading: Reading = {
      at: (sent + arrived) / 2,
      offset: (received - sent + (replied - arrived)) / 2,
      bound: roundTrip / 2 + RESOLUTION_MS,
    };
    if (this.#locked && this.#contradicts(reading)) {
      this.restart(arrived);
      this.#rate = 0;
    }
    const from = this.toServer(arrived);
    this.#keep(reading);
    this.#measureRate();
    this.#aim(arrived, from);
  }

  #contradicts(reading: Reading): boolean {
    const off = Math.abs(reading.at + reading.offset - this.toServer(ms(reading.at)));
    return off > reading.bound + this.boundAt(ms(reading.at)) + STEP_MS;
  }

  #keep(reading: Reading): void {
    this.#readings.push(reading);
    if (this.#readings.length > KEPT) this.#readings.shift();
    const last = this.#stretches.at(-1);
    if (last === undefined || Math.floor(last.at / STRETCH_MS) !== Math.floor(reading.at / STRETCH_MS)) {
      this.#stretches.push(reading);
      if (this.#stretches.length > STRETCHES) this.#stretches.shift();
    } else if (reading.bound < last.bound) this.#stretches[this.#stretches.length - 1] = reading;
  }

  /** Least squares over the stretches' best readings, each weighted by how well it is known. */
  #measureRate(): void {
    const first = this.#stretches[0];
    const last = this.#stretches.at(-1);
    this.#rateKnown = first !== undefined && last !== undefined && last.at - first.at >= RATE_AFTER_MS;
    if (first === undefined || !this.#rateKnown) return;
    let weights = 0;
    let times = 0;
    let offsets = 0;
    for (const { at, offset, bound } of this.#stretches) {
      const weight = 1 / bound ** 2;
      weights += weight;
      times += weight * (at - first.at);
      offsets += weight * (offset - first.offset);
    }
    let across = 0;
    let along = 0;
    for (const { at, offset, bound } of this.#stretches) {
      const weight = 1 / bound ** 2;
      const time = at - first.at - times / weights;
      across += weight * time * (offset - first.offset - offsets / weights);
      along += weight * time * time;
    }
    this.#rate = clamp(across / along, -MAX_RATE, MAX_RATE);
  }

  #boundOf(reading: Reading, now: number): number {
    return reading.bound + Math.abs(now - reading.at) * (this.#rateKnown ? DRIFT_KNOWN : DRIFT_UNKNOWN);
  }

  #bestServer(page: number): number {
    if (this.#best === null) return page;
    return page + this.#best.offset + (page - this.#best.at) * this.#rate;
  }

  /** Chooses the best reading and sets course for it from where the time is now. */
  #aim(now: Ms, from: Ms): void {
    this.#best = this.#readings.reduce((best, reading) =>
      this.#boundOf(reading, now) < this.#boundOf(best, now) ? reading : best,
    );
    const behind = this.#bestServer(now) - from;
    if (!this.#locked) {
      this.#slewUntil = Number.NEGATIVE_INFINITY;
      this.#fromPage = now;
      this.#fromServer = this.#bestServer(now);
      this.#slewRate = this.#rate;
      this.#locked = this.#readings.length >= BURST_PINGS || now - this.#burstFrom >= LONGEST_BURST_MS;
      return;
    }
    const slew = clamp(behind / SLEW_MS, -MAX_SLEW, MAX_SLEW);
    this.#fromPage = now;
    this.#fromServer = from;
    this.#slewRate = this.#rate + slew;
    this.#slewUntil = slew === 0 ? Number.NEGATIVE_INFINITY : now + behind / slew;
  }
}
