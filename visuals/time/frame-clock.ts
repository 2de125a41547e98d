import { clamp } from "../../shared/math/numbers.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/** Frames the refresh is measured over. */
const FRAMES = 120;
/** Before anything is measured. */
const USUAL_INTERVAL_MS = 1000 / 60;
/** A longer pause (a hidden tab, a sleeping machine) ends one run of frames and begins another. */
const PAUSE_MS = 500;
/** Displays refresh between 24 (which may be 23.976) and 500 times a second. */
const SHORTEST_INTERVAL_MS = 2;
const LONGEST_INTERVAL_MS = 1000 / 23;
/** With residuals above this share of an interval the frames follow no even refresh, and each is taken as it comes. */
const UNEVEN = 0.2;
/** Frames it takes to believe in a grid. */
const FEWEST = 8;

/**
 * When the frame that is being drawn will be seen. Once a frame it takes the time stamp that
 * requestAnimationFrame passes, lays an even grid of refreshes through the last 120 (frames that
 * were missed leave gaps in it), and so takes out the callbacks' jitter. All times by the page's
 * clock.
 *
 * @realtime yes: nothing is allocated after construction.
 * @example requestAnimationFrame((t) => { frames.frame(ms(t)); scene.draw(clock.toServer(frames.displayAt)); })
 */
export class FrameClock {
  readonly #stamps = new Float64Array(FRAMES);
  readonly #indexes = new Float64Array(FRAMES);
  readonly #gaps = new Float64Array(FRAMES);
  #count = 0;
  #index = 0;
  #interval = USUAL_INTERVAL_MS;
  #even = false;
  #last = Number.NEGATIVE_INFINITY;
  #vsync = 0;
  #displayAt = 0;

  /** The display's refresh. */
  get interval(): Ms {
    return ms(this.#interval);
  }

  /** Whether the newest frames lie on an even grid, so that `interval` is theirs. */
  get even(): boolean {
    return this.#even;
  }

  /** When the present frame will be seen. Increases from frame to frame. */
  get displayAt(): Ms {
    return ms(this.#displayAt);
  }

  /** Call first thing in each frame. */
  frame(stamp: Ms): void {
    const gap = stamp - this.#last;
    if (gap <= 0) return;
    if (gap > PAUSE_MS) this.#begin(stamp);
    else this.#append(stamp, gap);
    this.#last = stamp;
    const seen = this.#vsync + this.#interval;
    // Refitting may move the grid back a little; time must not.
    this.#displayAt = Math.max(this.#displayAt + SHORTEST_INTERVAL_MS / 4, seen);
  }

  #begin(stamp: number): void {
    this.#count = 1;
    this.#index = 0;
    this.#stamps[0] = stamp;
    this.#indexes[0] = 0;
    this.#vsync = stamp;
    this.#even = false;
  }

  #append(stamp: number, gap: number): void {
    const missed = Math.max(1, Math.round((stamp - this.#vsync) / this.#interval));
    this.#index += missed;
    const slot = this.#count++ % FRAMES;
    this.#stamps[slot] = stamp;
    this.#indexes[slot] = this.#index;
    this.#gaps[slot] = gap;
    if (!this.#even && this.#count >= FEWEST) this.#guess();
    this.#fit(stamp);
  }

  /** The interval from the raw gaps: the lower quartile, since missed frames only lengthen gaps. Renumbers the frames by it. */
  #guess(): void {
    const kept = Math.min(this.#count, FRAMES) - 1;
    const newest = (this.#count - 1) % FRAMES;
    // Insertion sort of a few numbers into scratch: no allocation, and only until the grid is found.
    const most = Math.min(kept, 32);
    for (let i = 0; i < most; i++) {
      const gap = this.#gaps[(newest - i + FRAMES) % FRAMES] ?? 0;
      let place = i;
      while (place > 0 && (sorted[place - 1] ?? 0) > gap) {
        sorted[place] = sorted[place - 1] ?? 0;
        place--;
      }
      sorted[place] = gap;
    }
    const quartile = sorted[Math.floor(most / 4)] ?? USUAL_INTERVAL_MS;
    this.#interval = clamp(quartile, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS);
    let index = 0;
    for (let i = kept; i >= 0; i--) {
      const slot = (newest - i + FRAMES) % FRAMES;
      if (i < kept) index += Math.max(1, Math.round((this.#gaps[slot] ?? 0) / this.#interval));
      this.#indexes[slot] = index;
    }
    this.#index = index;
  }

  /** Least squares of time stamp over refresh index, twice: the second time without the stamps far off. */
  #fit(stamp: number): void {
    const kept = Math.min(this.#count, FRAMES);
    let slope = this.#interval;
    let base = stamp;
    let spread = Number.POSITIVE_INFINITY;
    for (let pass = 0; pass < 2; pass++) {
      let n = 0;
      let sumX = 0;
      let sumY = 0;
      let sumXX = 0;
      let sumXY = 0;
      let squares = 0;
      for (let slot = 0; slot < kept; slot++) {
        const x = (this.#indexes[slot] ?? 0) - this.#index;
        const y = (this.#stamps[slot] ?? 0) - stamp;
        const off = y - (base - stamp) - x * slope;
        if (pass > 0 && Math.abs(off) > Math.max(0.2, 2.5 * spread)) continue;
        n++;
        sumX += x;
        sumY += y;
        sumXX += x * x;
        sumXY += x * y;
      }
      const across = n * sumXX - sumX * sumX;
      if (across <= 0) break;
      slope = (n * sumXY - sumX * sumY) / across;
      base = stamp + (sumY - slope * sumX) / n;
      for (let slot = 0; slot < kept; slot++) {
        const x = (this.#indexes[slot] ?? 0) - this.#index;
        squares += ((this.#stamps[slot] ?? 0) - base - x * slope) ** 2;
      }
      spread = Math.sqrt(squares / kept);
    }
    const plausible = slope >= SHORTEST_INTERVAL_MS && slope <= LONGEST_INTERVAL_MS;
    this.#even = plausible && this.#count >= FEWEST && spread < UNEVEN * slope;
    if (this.#even) {
      this.#interval = slope;
      this.#vsync = base;
    } else this.#vsync = stamp;
  }
}

/** Scratch of `#guess`. */
const sorted = new Float64Array(32);
