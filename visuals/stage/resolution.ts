import type { Ms } from "../../shared/time/units.ts";

/** Shares of the full size, each way, that are tried. */
const STEPS = [1, 0.85, 0.72, 0.6, 0.5, 0.42, 0.35] as const;
/** With more pixels than this, a smooth picture is worth more than a fine one. */
const MANY_PIXELS = 1_600_000;
/**
 * Frames slower than this on average make the picture coarser: fine pictures, pictures of many pixels.
 * A display of 60 Hz shows a frame every 16.7 or every 33.3 ms and nothing between.
 */
const SLOW_MS = 36;
const SLOW_MANY_MS = 21;
/** Frames faster than this on average mean that there is room for more; others only that there may be. */
const FAST_MS = 18.5;
const MAYBE = 0.25;
/** In refreshes of the display: no picture comes sooner than its display, which may have 24 Hz. */
const SLOW_REFRESHES = 1.3;
const FAST_REFRESHES = 1.1;
/** Frames an opinion is formed over, and how soon it is formed when they are terribly slow. */
const FRAMES = 45;
const TERRIBLE_MS = 100;
const TERRIBLE_FRAMES = 6;
/** How long there must be room before the picture is made finer; doubled whenever that was a mistake. */
const FINER_AFTER_MS = 8000;
const LONGEST_FINER_AFTER_MS = 240_000;
/** The first frames of all, while everything is compiled, say nothing; nor do the first after a change. */
const STARTING_FRAMES = 30;
const SETTLING_FRAMES = 6;
/** A longer gap is a pause (a hidden tab, a sleeping machine), unless the frame before was slow too. */
const PAUSE_MS = 700;
const SLOW_TOO_MS = 200;

/**
 * Chooses how large the picture is drawn so that it stays smooth: coarser when frames come slowly,
 * finer again when there is room. Pure; told of every frame.
 */
export class Resolution {
  #step = 0;
  #sum = 0;
  #frames = -STARTING_FRAMES;
  #room = 0;
  #finerAfter = FINER_AFTER_MS;
  #finer = false;
  #before = 0;
  #refresh = Number.POSITIVE_INFINITY;

  /** The share of the full width and height to draw. */
  get scale(): number {
    return STEPS[this.#step] ?? 1;
  }

  /**
   * Frames come every `refresh` while nothing is drawn: so often does the display show one. A page that is
   * busy with something else sees longer ones, so the shortest counts.
   */
  idle(refresh: Ms): void {
    this.#refresh = Math.min(this.#refresh, refresh);
  }

  /** A frame came `gap` after the last; `pixels` are drawn now. Returns whether `scale` has changed. @realtime yes */
  frame(gap: Ms, pixels: number): boolean {
    const paused = gap > PAUSE_MS && this.#before < SLOW_TOO_MS;
    this.#before = gap;
    if (paused) return false;
    this.#frames++;
    if (this.#frames <= 0) return false;
    this.#sum += Math.min(gap, PAUSE_MS);
    const mean = this.#sum / this.#frames;
    if (this.#frames >= FRAMES || (this.#frames >= TERRIBLE_FRAMES && mean > TERRIBLE_MS))
      return this.#judge(mean, pixels);
    return false;
  }

  #judge(mean: number, pixels: number): boolean {
    const refresh = Number.isFinite(this.#refresh) ? this.#refresh : 0;
    const slow = Math.max(pixels > MANY_PIXELS ? SLOW_MANY_MS : SLOW_MS, SLOW_REFRESHES * refresh);
    const fast = Math.max(FAST_MS, FAST_REFRESHES * refresh);
    const lasted = this.#sum;
    this.#sum = 0;
    this.#frames = 0;
    if (mean > slow) {
      if (this.#finer) this.#finerAfter = Math.min(LONGEST_FINER_AFTER_MS, this.#finerAfter * 2);
      return this.#coarser(Math.sqrt(slow / mean) * this.scale);
    }
    this.#finer = false;
    this.#room += mean < fast ? lasted : lasted * MAYBE;
    if (this.#room < this.#finerAfter || this.#step === 0) return false;
    this.#change(this.#step - 1);
    this.#finer = true;
    return true;
  }

  /** To the first step that is not above what should do. */
  #coarser(wanted: number): boolean {
    let step = this.#step + 1;
    while (step < STEPS.length - 1 && (STEPS[step] ?? 0) > wanted) step++;
    if (step >= STEPS.length) return false;
    this.#change(step);
    this.#finer = false;
    return true;
  }

  #change(step: number): void {
    this.#step = step;
    this.#frames = -SETTLING_FRAMES;
    this.#room = 0;
  }
}
