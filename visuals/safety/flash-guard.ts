import { texture, uniform, uv, vec4 } from "three/tsl";
import type { RenderTarget, Texture, WebGPURenderer } from "three/webgpu";
import { type Ms, ms } from "../../shared/time/units.ts";
import { FullScreen } from "../passes/full-screen.ts";
import { pictureTarget } from "../passes/picture-target.ts";
import type { FlashLimiter } from "./flash-limiter.ts";
import { LightGrid } from "./light-grid.ts";
import { STAGE_GRID } from "./picture-grid.ts";
import { Readback } from "./readback.ts";

/** Pictures that may be measured at once: with one alone a slow graphics card would rest every other frame. */
const MOST_MEASURED = 1;

const BLACK = new Float32Array(3 * STAGE_GRID.columns * STAGE_GRID.rows);

/** A picture on its way to the screen. */
export interface HeldPicture {
  readonly target: RenderTarget;
  /** Which one it is: they are numbered in the order in which they are drawn. */
  number: number;
  /** What the last step needs to know of it. */
  grain: number;
  moment: Ms;
  isBlack: boolean;
  readonly readback: Readback;
}

/**
 * Holds every picture back until the flash limiter has seen how bright it is, and shows as much of
 * it as is allowed. Measuring takes about a frame; nobody waits for it, and what is not measured yet
 * is shown later, or never when a newer one is measured too. See the contract in visuals/safety/flash-limiter.ts.
 */
export class FlashGuard {
  readonly #limiter: FlashLimiter;
  readonly #grid: LightGrid;
  /** Lays the picture that is shown over the new one. */
  readonly #before;
  readonly #share = uniform(0);
  readonly #veil: FullScreen;
  readonly #free: HeldPicture[];
  readonly #waiting: HeldPicture[] = [];
  #shown: HeldPicture | null = null;
  readonly #light = new Float32Array(BLACK.length);
  #number = 0;

  /** `blank` is a black picture. */
  constructor(limiter: FlashLimiter, blank: Texture) {
    this.#limiter = limiter;
    this.#grid = new LightGrid(blank);
    this.#before = texture(blank);
    this.#veil = new FullScreen("flash guard", vec4(this.#before.sample(uv()).rgb, this.#share));
    this.#veil.mesh.material.transparent = true;
    this.#free = Array.from({ length: MOST_MEASURED + 1 }, () => ({
      target: pictureTarget(false),
      number: 0,
      grain: 0,
      moment: ms(0),
      isBlack: true,
      readback: new Readback(STAGE_GRID.columns, STAGE_GRID.rows),
    }));
  }

  async prepare(renderer: WebGPURenderer): Promise<void> {
    await this.#grid.prepare(renderer);
    const [any] = this.#free;
    if (any !== undefined) await this.#veil.compile(renderer, any.target);
  }

  /** Whether there is somewhere to draw the next picture. */
  get free(): boolean {
    return this.#free.length > 0;
  }

  /** Somewhere to draw the next picture, of this size; null while as many as can be are on their way. @realtime yes */
  next(width: number, height: number): HeldPicture | null {
    const held = this.#free.pop() ?? null;
    if (held === null) return null;
    if (held.target.width !== width || held.target.height !== height) held.target.setSize(width, height);
    return held;
  }

  /** The next picture is drawn: it is measured. Returns its number. @realtime yes */
  hold(renderer: WebGPURenderer, held: HeldPicture): number {
    held.number = ++this.#number;
    this.#grid.measure(renderer, held.target.texture, held.readback);
    this.#waiting.push(held);
    return held.number;
  }

  /**
   * The newest picture that is measured, as much of it as may be shown on the screen at `at`, on the
   * page's axis, which never goes back; null when there is no new one, and the screen stays as it is. @realtime yes
   */
  show(renderer: WebGPURenderer, at: Ms): HeldPicture | null {
    let newest = this.#waiting.length - 1;
    let levels: Uint8Array | null = null;
    for (; newest >= 0 && levels === null; newest--) levels = this.#waiting[newest]?.readback.take() ?? null;
    if (levels === null) return null;
    const held = this.#waiting[++newest] as HeldPicture;
    this.#read(levels);
    for (let older = 0; older < newest; older++) this.#free.push(this.#waiting[older] as HeldPicture);
    this.#waiting.splice(0, newest + 1);
    // Where there is no picture, as after a loss of the graphics, the screen is black.
    if (this.#shown === null) this.#limiter.limit(BLACK, at, true);
    const share = this.#limiter.limit(this.#light, at, held.isBlack);
    if (share < 1) this.#lay(renderer, held, 1 - share);
    if (this.#shown !== null) this.#free.push(this.#shown);
    this.#shown = held;
    return held;
  }

  dispose(): void {
    this.#grid.dispose();
    this.#veil.dispose();
    if (this.#shown !== null) this.#free.push(this.#shown);
    for (const { target, readback } of [...this.#free, ...this.#waiting]) {
      target.dispose();
      readback.dispose();
    }
  }

  #read(levels: Uint8Array): void {
    const light = this.#light;
    for (let block = 0; block * 3 < light.length; block++)
      for (let channel = 0; channel < 3; channel++)
        light[3 * block + channel] = (levels[4 * block + channel] as number) / 255;
  }

  /** Mixed in linear light, in place: what was shown is laid over by the share that stays. */
  #lay(renderer: WebGPURenderer, held: HeldPicture, stays: number): void {
    if (this.#shown !== null) this.#before.value = this.#shown.target.texture;
    this.#share.value = stays;
    const clears = renderer.autoClear;
    renderer.autoClear = false;
    this.#veil.render(renderer, held.target);
    renderer.autoClear = clears;
  }
}
