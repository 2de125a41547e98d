import type { Ms } from "../../shared/time/units.ts";
import { BlockSignals } from "./block-signals.ts";
import { FlashCounter } from "./flash-counter.ts";
import { type FlashRule, GENERAL_FLASH, RED_FLASH } from "./flash-rule.ts";
import type { GridShape } from "./picture-grid.ts";

/** Changes are counted from this much of the least change on too, for what a screen's rounding to 8 bits adds. */
const MARGIN = 0.95;
/** While the picture flashes too fast it follows with this time constant, which turns a strobe into its mean. */
const FOLLOW_MS = 600;
/** So long it has to, for that: what is over the limit for a moment is only kept to it, and the picture does not trail. */
const PRESS_MS = 100;
/** Flashes that come one by one are still one strobe when they are this close. */
const HOLD_MS = 500;
/** Once the picture keeps the limit by itself it is let go over this time. */
const RELEASE_MS = 1200;
/** What is held back of the light of a block, 0 to 1, is seen from here on, also in the dark. */
const SEEN = 0.0005;
/** Halvings in search of how much of a picture may be shown: to half a percent. */
const HALVINGS = 8;

/**
 * Keeps what is shown from flashing more than three times in any second, by letting the picture
 * move only part of the way from what was shown before.
 *
 * ## Contract with the compositor
 *
 * - The whole picture, everything but the limiter done to it (blackout's fade included), is
 *   rendered to a texture, and averaged, as *linear light clamped to 0..1*, into the blocks of the
 *   grid: red, green and blue of each block, row by row.
 * - `limit` is called once for each frame that is shown, in order, with those blocks and the moment
 *   the frame will be on the screen, on an axis that never goes back. It answers with a share: shown = before + share * (new - before),
 *   mixed in linear light, where `before` is what was shown last. It must be kept in a texture of
 *   its own with at least 16 bits a channel. Because a mix of means is the mean of the mix, the
 *   limiter then knows what is shown without measuring again.
 * - The blocks must be those of the very frame: read back before it is shown (`readPixels` of a
 *   picture of 32 by 18 is two kilobytes), or, where reading is asynchronous, keep
 *   the frame until its blocks have come and show it then, one frame late, drawn for that moment.
 * - A frame that repeats the last one, or is not shown at all, is not told.
 * - Where `before` is lost with the graphics context, the screen has gone black: a black frame is
 *   told, `isBlack`, and `before` begins black. The limiter itself is kept: it remembers the second before.
 *
 * Where the share is below 1 the picture trails behind instead of breaking off, and comes back to
 * itself smoothly. Nothing in it depends on chance: the same frames at the same moments give the
 * same shares.
 *
 * @realtime yes: `limit` allocates nothing.
 */
export class FlashLimiter {
  /** Off, it shows all and goes on counting, so that it knows where it stands when it is switched on. */
  enabled = true;
  readonly #new: BlockSignals;
  readonly #newCounters: readonly [FlashCounter, FlashCounter];
  readonly #shown: Float32Array;
  readonly #tried: Float32Array;
  readonly #triedSignals: BlockSignals;
  /** By the rule and by the margin: a slow change comes later to the one than to the other. */
  readonly #shownGeneral: readonly FlashCounter[];
  readonly #shownRed: readonly FlashCounter[];
  #lastAt: number | null = null;
  /** Going to 1 while the new pictures flash too fast, to 0 after; the limit itself is kept without it. */
  #pressure = 0;
  #pressedUntil = Number.NEGATIVE_INFINITY;
  #share = 1;
  /** How far what is shown is from what was to be shown, in the block where it is farthest. */
  #heldBack = 0;

  constructor(shape: GridShape) {
    const blocks = shape.columns * shape.rows;
    this.#new = new BlockSignals(blocks);
    this.#triedSignals = new BlockSignals(blocks);
    this.#shown = new Float32Array(3 * blocks);
    this.#tried = new Float32Array(3 * blocks);
    this.#newCounters = [new FlashCounter(shape, GENERAL_FLASH), new FlashCounter(shape, RED_FLASH)];
    const withMargin = (rule: FlashRule): FlashCounter[] =>
      [rule, { ...rule, change: rule.change * MARGIN }].map((each) => new FlashCounter(shape, each));
    this.#shownGeneral = withMargin(GENERAL_FLASH);
    this.#shownRed = withMargin(RED_FLASH);
  }

  /** How hard it works: 0 not at all, which is so too while what is shown is what was to be shown, to 1. */
  get limiting(): number {
    return this.enabled && this.#heldBack >= SEEN ? Math.max(this.#pressure, 1 - this.#share) : 0;
  }

  /**
   * How much of the new picture to show, 0 to 1; see the contract above. `isBlack` says that
   * it is wholly black by the operator's order, which is obeyed at once: going dark and staying so
   * cannot make a flash too many.
   */
  limit(light: Float32Array, at: Ms, isBlack = false): number {
    const elapsed = this.#lastAt === null ? Number.POSITIVE_INFINITY : Math.max(0, at - this.#lastAt);
    const isFirst = this.#lastAt === null;
    this.#lastAt = at;
    this.#press(light, at, elapsed);
    this.#share = isFirst || isBlack || !this.enabled ? 1 : this.#follow(elapsed);
    if (this.#exceeds(light, this.#share, at) && this.enabled && !isFirst && !isBlack) {
      this.#share = this.#largestSafe(light, this.#share, at);
      this.#exceeds(light, this.#share, at);
    }
    for (const counter of this.#shownGeneral) counter.keep();
    for (const counter of this.#shownRed) counter.keep();
    this.#shown.set(this.#tried);
    this.#heldBack = 0;
    for (let i = 0; i < light.length; i++)
      this.#heldBack = Math.max(this.#heldBack, Math.abs((light[i] as number) - (this.#shown[i] as number)));
    return this.#share;
  }

  /** Notices whether the pictures, left alone, would flash too fast. */
  #press(light: Float32Array, at: number, elapsed: number): void {
    const [general, red] = this.#newCounters;
    this.#new.read(light);
    const isGeneral = general.weigh(this.#new.luminance, null, at);
    const isRed = red.weigh(this.#new.redness, this.#new.isRed, at);
    general.keep();
    red.keep();
    if (isGeneral || isRed) {
      this.#pressure = Math.min(1, this.#pressure + elapsed / PRESS_MS);
      this.#pressedUntil = at + HOLD_MS;
    } else if (at > this.#pressedUntil) this.#pressure = Math.max(0, this.#pressure - elapsed / RELEASE_MS);
  }

  /** The share by which a picture that lags by the time constant of the moment takes on a new one. */
  #follow(elapsed: number): number {
    const lag = FOLLOW_MS * this.#pressure ** 2;
    return lag === 0 ? 1 : 1 - Math.exp(-elapsed / lag);
  }

  /** More is never safer than less: every block moves straight from what it showed to what it should show. */
  #largestSafe(light: Float32Array, most: number, at: number): number {
    let safe = 0;
    let unsafe = most;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (safe + unsafe) / 2;
      if (this.#exceeds(light, middle, at)) unsafe = middle;
      else safe = middle;
    }
    return safe;
  }

  #exceeds(light: Float32Array, share: number, at: number): boolean {
    const shown = this.#shown;
    const tried = this.#tried;
    for (let i = 0; i < shown.length; i++) {
      const before = shown[i] as number;
      tried[i] = before + share * ((light[i] as number) - before);
    }
    const { luminance, redness, isRed } = this.#triedSignals;
    this.#triedSignals.read(tried);
    let exceeds = false;
    // Every counter must have weighed what is then kept.
    for (const counter of this.#shownGeneral) if (counter.weigh(luminance, null, at)) exceeds = true;
    for (const counter of this.#shownRed) if (counter.weigh(redness, isRed, at)) exceeds = true;
    return exceeds;
  }
}
