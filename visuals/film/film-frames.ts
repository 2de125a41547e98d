import type { FilmOrder } from "../../shared/protocol/film.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { Graphics } from "../stage/graphics.ts";
import { turn } from "../time/turn.ts";
import { type Listeners, tellStage } from "./tell-stage.ts";
import type { ToldStream } from "./told-stream.ts";

/** So much is drawn, out of sight, before the first frame that is wanted: trails and the flash limiter look back no farther. */
const LEAD_MS = 5000;
/** What was told before that is taken note of in steps. */
const STRIDE_MS = 100;
const LONGEST_DELTA_MS = 100;
/** How often it is looked whether a picture is measured. */
const LOOK_EVERY_MS = 1;

/** Draws a take frame by frame, each for its exact moment: time stands still until everything is there that it is made of. */
export class FilmFrames {
  readonly #order: FilmOrder;
  readonly #told: ToldStream;
  readonly #listeners: Listeners;
  readonly #spacing: Ms;
  #graphics: Graphics | null = null;
  #next: number;

  constructor(order: FilmOrder, told: ToldStream, listeners: Listeners) {
    this.#order = order;
    this.#told = told;
    this.#listeners = listeners;
    this.#spacing = ms(1000 / order.fps);
    const toldFor = order.from - order.welcome.now;
    const lead = Math.min(LEAD_MS, toldFor + (1000 * order.begin) / order.fps);
    this.#next = order.begin - Math.floor((lead * order.fps) / 1000);
  }

  /** Takes note of everything that was told before the first frame that is drawn. */
  async catchUp(): Promise<void> {
    const until = this.#momentOf(this.#next);
    for (let at = this.#order.welcome.now; at < until; at += STRIDE_MS) {
      await this.#hear(ms(at));
      this.#listeners.stage.moveTo(ms(at), ms(0), ms(0));
    }
  }

  /** Draws those that come before, out of sight. `graphics` make pictures of this stage from now on. */
  async begin(graphics: Graphics): Promise<void> {
    this.#graphics = graphics;
    while (graphics.canvas === null) await turn(LOOK_EVERY_MS);
    while (this.#next < this.#order.begin) await this.draw(() => {});
  }

  /** Draws the next frame and hands over the canvas while the picture is on it: in that turn of the event loop only. */
  async draw<Result>(take: (canvas: HTMLCanvasElement) => Result): Promise<Result> {
    const { stage, clips } = this.#listeners;
    const graphics = this.#graphics;
    if (graphics === null) throw new Error("the film has not begun");
    const at = this.#momentOf(this.#next++);
    await this.#hear(ms(at + this.#spacing / 2));
    stage.moveTo(at, ms(Math.min(LONGEST_DELTA_MS, this.#spacing)), this.#spacing);
    while (clips.onItsWay) {
      if (graphics.renderer !== null) clips.upload(graphics.renderer);
      await turn();
    }
    await stage.settle();
    if (stage.draw() === null) throw new Error(`no scene can be drawn at ${(at - this.#order.from) / 1000} s`);
    while (stage.show(at, at, this.#spacing) === null) {
      if (graphics.losses > 0) throw new Error("the graphics were lost");
      await turn(LOOK_EVERY_MS);
    }
    if (graphics.canvas === null || graphics.losses > 0) throw new Error("the graphics were lost");
    return take(graphics.canvas);
  }

  #momentOf(frame: number): Ms {
    return ms(this.#order.from + (1000 * frame) / this.#order.fps);
  }

  #hear(until: Ms): Promise<void> {
    return this.#told.upTo(until, (told) => tellStage(this.#listeners, told));
  }
}
