import { type Ms, ms } from "../../../shared/time/units.ts";

/** How far back the smallest delay is looked for: long enough to hold a quiet moment, short enough to follow drift. */
const DRIVER_WINDOW = ms(10_000);

/** A main loop is not blocked for longer than this; a driver that seems later has slipped. */
const LONGEST_DELAY = ms(250);

/** Messages of one chord are handed over within this: a delta of zero across a longer gap is a frozen clock. */
const CHORD_GAP = ms(5);

/**
 * Tells when MIDI messages came in, on the server's axis, from what a driver gives: the time since
 * the message before. The driver takes its time in its own thread, so the sum of the deltas is the
 * true rhythm, whatever blocked the main loop; only its zero is unknown. A callback is never early,
 * only late, so the smallest (callback time - driver time) of the last 10 s is that zero. Where the
 * deltas cannot be believed (zero, negative, not numbers, behind by over a quarter of a second) the
 * callback's time is given.
 *
 * One instance a port and opening. Stamps never decrease and never lie after their callback.
 * @realtime yes
 * @example clock.stamp(ms(deltaSeconds * 1000), time.now())
 */
export class DriverClock {
  #driver = 0;
  #lastCallback = 0;
  #lastStamp = Number.NEGATIVE_INFINITY;
  /** Offsets of the window that no later one undercuts, oldest and smallest first. */
  readonly #offsets: { readonly at: number; readonly offset: number }[] = [];

  /** `delta`: the driver's time since the message before, 0 for the first. `callback`: when the callback ran. */
  stamp(delta: Ms, callback: Ms): Ms {
    const gap = callback - this.#lastCallback;
    this.#lastCallback = callback;
    if (delta > 0 && Number.isFinite(delta)) this.#driver += delta;
    else if (this.#offsets.length > 0 && gap > CHORD_GAP) return this.#ordered(callback);

    const offset = callback - this.#driver;
    const offsets = this.#offsets;
    while (offsets.length > 0 && offsets[offsets.length - 1]!.offset >= offset) offsets.pop();
    offsets.push({ at: callback, offset });
    while (offsets[0]!.at < callback - DRIVER_WINDOW || offset - offsets[0]!.offset > LONGEST_DELAY) offsets.shift();
    return this.#ordered(this.#driver + offsets[0]!.offset);
  }

  #ordered(stamp: number): Ms {
    this.#lastStamp = Math.max(this.#lastStamp, stamp);
    return ms(this.#lastStamp);
  }
}
