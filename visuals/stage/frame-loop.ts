import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { FrameClock } from "../time/frame-clock.ts";
import type { ServerTime } from "../time/server-time.ts";
import { Gauge } from "./gauge.ts";
import type { Graphics } from "./graphics.ts";
import type { Resolution } from "./resolution.ts";
import { ShowAhead } from "./show-ahead.ts";
import type { Stage } from "./stage.ts";

interface FrameLoopOptions {
  readonly stage: Stage;
  readonly graphics: Graphics;
  readonly server: ServerTime;
  readonly time: TimeSource;
  /** How much later than this page thinks its projector shows what it is given. */
  readonly delay: () => Ms;
  /** Chooses how large the picture is drawn; null where its size is fixed. */
  readonly resolution: Resolution | null;
  /** A new picture is on the canvas. */
  readonly onShown: (stamp: number) => void;
  /** After each frame of the browser, whether it showed a new picture or not. */
  readonly onFrame: () => void;
}

/** Newest frames that are measured, and those the operator is told of. */
const MEASURED = 2048;
const RECENT = 60;
/** More pictures than these are never on their way to the screen. */
const ON_THEIR_WAY = 8;
/** The server's time is another when it goes back by more: it is that of another machine, or of one that slept. */
const LEAP_MS = 1000;

/**
 * Each frame of the browser: shows the newest picture that is ready, and draws the next one for the
 * moment at which it will be shown.
 */
export class FrameLoop {
  /** Between new pictures, ms. */
  readonly gaps = new Gauge(MEASURED);
  readonly recent = new Gauge(RECENT);
  /** Script time of frames that showed one, ms. */
  readonly scripts = new Gauge(MEASURED);
  readonly #options: FrameLoopOptions;
  readonly #frames = new FrameClock();
  readonly #ahead = new ShowAhead();
  /** When each of the newest pictures was drawn, by its number, on the page's axis: the moment it would have been seen at then. */
  readonly #drawnAt = new Float64Array(ON_THEIR_WAY);
  #lastSeen = Number.NEGATIVE_INFINITY;
  #lastShown = 0;

  constructor(options: FrameLoopOptions) {
    this.#options = options;
    requestAnimationFrame(this.#frame);
  }

  readonly #frame = (stamp: number): void => {
    requestAnimationFrame(this.#frame);
    const { stage, graphics, server, time, delay, resolution, onFrame } = this.#options;
    this.#frames.frame(ms(stamp));
    if (!graphics.drawn && this.#frames.even) resolution?.idle(this.#frames.interval);
    if (!server.known) return;
    const began = time.now();
    const { displayAt } = this.#frames;
    const seen = ms(server.toServer(displayAt) + delay());
    if (seen < this.#lastSeen - LEAP_MS) {
      this.#ahead.restart();
      stage.rewind();
    }
    this.#lastSeen = seen;
    const shown = this.#show(stamp, displayAt, seen);
    if (stage.free) {
      const at = this.#ahead.moment(seen, this.#frames.interval);
      const drawn = stage.frame(at, this.#ahead.delta, this.#ahead.spacing);
      if (drawn !== null) this.#drawnAt[drawn % ON_THEIR_WAY] = displayAt;
    }
    onFrame();
    if (shown && graphics.drawn) this.scripts.add(time.now() - began);
  };

  /** Shows the newest picture that is ready. Returns whether there was one. */
  #show(stamp: number, displayAt: Ms, seen: Ms): boolean {
    const { stage, graphics, resolution, onShown } = this.#options;
    const shown = stage.show(displayAt, seen, this.#ahead.spacing);
    if (shown === null) return false;
    onShown(stamp);
    this.#ahead.shown(ms(displayAt - (this.#drawnAt[shown % ON_THEIR_WAY] ?? displayAt)));
    const gap = ms(stamp - this.#lastShown);
    this.#lastShown = stamp;
    this.gaps.add(gap);
    this.recent.add(gap);
    const { width, height } = graphics.size;
    // A picture that stands still costs little, says nothing, and must stay as it is.
    if (resolution !== null && !stage.stands && resolution.frame(gap, width * height))
      graphics.scale = resolution.scale;
    return true;
  }
}
