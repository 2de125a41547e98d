import type { WebGPURenderer } from "three/webgpu";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { type Extent, pictureExtent } from "../../shared/mapping/canvas.ts";
import { clamp } from "../../shared/math/numbers.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { isUntouched, type ProjectorView } from "../mapping/projector-view.ts";
import { Compositor } from "./compositor.ts";
import { LONGEST_SIDE } from "./fixed-size.ts";
import type { Layer } from "./layer.ts";
import { createRenderer } from "./renderer.ts";
import type { Stage } from "./stage.ts";

/** How long to wait before a lost context is asked for again: soon at first, then with patience. */
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 3000;
/** A canvas has at most this many pixels, however large the projector: 4K. */
const MOST_PIXELS = 3840 * 2160;
/** More pixels than these for one of CSS are not seen from where people stand. */
const MOST_PIXEL_RATIO = 2;

/** How many pixels to draw for a window of `width` × `height` CSS pixels; never none, never too many. */
export const pixelsFor = (width: number, height: number, pixelRatio: number, scale: number): Extent => {
  const ratio = clamp(pixelRatio, 0.25, MOST_PIXEL_RATIO);
  return fitting(Math.max(1, width) * ratio, Math.max(1, height) * ratio, scale);
};

/** As large as wanted, scaled down to what a graphics card can do. */
const fitting = (w: number, h: number, scale: number): Extent => {
  const fit = Math.min(1, Math.sqrt(MOST_PIXELS / (w * h)), LONGEST_SIDE / Math.max(w, h)) * scale;
  return { width: Math.max(1, Math.round(w * fit)), height: Math.max(1, Math.round(h * fit)) };
};

/** How the page that the picture is on wants it. */
interface PageWishes {
  readonly webgpu: boolean;
  /** The page is seen where the picture is dark. */
  readonly transparent: boolean;
  /** In pixels, whatever the window's size; null fills the window. */
  readonly fixed: Extent | null;
  /** Whether what may be seen later is compiled ahead. Left out: true. */
  readonly ahead?: boolean;
  /** Told why there can be no picture; null when there is one. */
  readonly onTrouble: (text: string | null) => void;
}

/**
 * Keeps a picture on the page: makes a canvas, a renderer and a picture on it, and makes all of
 * them anew when the graphics context is lost, for as long as it takes.
 */
export class Graphics {
  readonly #stage: Stage;
  readonly #time: TimeSource;
  readonly #report: Reporter;
  readonly #wishes: PageWishes;
  #projector: ProjectorView;
  #canvas: HTMLCanvasElement | null = null;
  #renderer: WebGPURenderer | null = null;
  #compositor: Compositor | null = null;
  #size: Extent = { width: 1, height: 1 };
  /** The picture that has that size. */
  #sized: Compositor | null = null;
  #scale = 1;
  #losses = 0;

  constructor(stage: Stage, projector: ProjectorView, time: TimeSource, report: Reporter, wishes: PageWishes) {
    this.#stage = stage;
    this.#projector = projector;
    this.#time = time;
    this.#report = report;
    this.#wishes = wishes;
    addEventListener("resize", this.#resize);
    void this.#begin(FIRST_RETRY_MS);
  }

  /** How often the context was lost. */
  get losses(): number {
    return this.#losses;
  }

  get size(): Extent {
    return this.#size;
  }

  /** How large it is when it is as fine as it can be. */
  get fullSize(): Extent {
    return this.#wishes.fixed ?? pixelsFor(innerWidth, innerHeight, devicePixelRatio, 1);
  }

  /** What is on the page; another one after the context was lost. */
  get canvas(): HTMLCanvasElement | null {
    return this.#canvas;
  }

  get renderer(): WebGPURenderer | null {
    return this.#renderer;
  }

  get drawn(): boolean {
    return this.#compositor?.drawn ?? false;
  }

  /** The scene that was drawn last; "" before the first. */
  get showing(): string {
    return this.#compositor?.showing ?? "";
  }

  /** The scene that is seen alone; null while there is none. See Compositor. @realtime yes */
  get alone(): Layer | null {
    return this.#compositor?.alone ?? null;
  }

  /** How the picture is shown from now on. */
  set projector(projector: ProjectorView) {
    this.#projector = projector;
    this.#resize();
  }

  /** The share of the full size, each way, that is drawn. */
  set scale(scale: number) {
    this.#scale = scale;
    this.#resize();
  }

  async #begin(retryIn: number): Promise<void> {
    const canvas = document.createElement("canvas");
    const { webgpu, transparent, fixed, ahead = true } = this.#wishes;
    if (fixed !== null) {
      canvas.style.width = `${fixed.width}px`;
      canvas.style.height = `${fixed.height}px`;
    }
    try {
      const renderer = await createRenderer(canvas, webgpu, transparent);
      renderer.onDeviceLost = () => this.#lose(canvas);
      const { performance, scenes, limiter } = this.#stage;
      const compositor = new Compositor(renderer, performance, scenes, limiter, this.#report, { transparent, ahead });
      this.#canvas?.remove();
      this.#canvas = canvas;
      this.#renderer = renderer;
      this.#compositor = compositor;
      document.body.prepend(canvas);
      this.#resize();
      this.#stage.compositor = compositor;
      this.#wishes.onTrouble(null);
    } catch (error) {
      const text = `The browser gives no graphics (${reasonOf(error)}); trying again. If this stays, turn hardware acceleration on or use another browser.`;
      this.#report({ room: "stage", level: "error", text });
      this.#wishes.onTrouble(text);
      this.#time.wake(ms(this.#time.now() + retryIn), () => {
        void this.#begin(Math.min(LONGEST_RETRY_MS, retryIn * 2));
      });
    }
  }

  #lose(canvas: HTMLCanvasElement): void {
    if (canvas !== this.#canvas) return;
    this.#losses++;
    this.#report({ room: "stage", level: "warning", text: "The graphics context was lost; the picture is made anew." });
    this.#stage.scenes.graphicsLost();
    this.#stage.compositor = null;
    try {
      this.#compositor?.dispose();
    } catch {
      // What lived on a lost context is gone already.
    }
    this.#compositor = null;
    this.#renderer = null;
    void this.#begin(FIRST_RETRY_MS);
  }

  readonly #resize = (): void => {
    const { setup, canvas } = this.#projector;
    const { fixed } = this.#wishes;
    const full = this.fullSize;
    const plain = isUntouched(this.#projector);
    const whole = plain ? full : pictureExtent(full, setup.turn, setup.crop, canvas);
    const size = plain
      ? (fixed ?? pixelsFor(innerWidth, innerHeight, devicePixelRatio, this.#scale))
      : fitting(whole.width, whole.height, this.#scale);
    this.#stage.performance.frame.aspect = whole.width / whole.height;
    // A picture that is bent is drawn on all pixels of the screen, however coarse it is itself.
    this.#compositor?.showOn(this.#projector, plain ? size : full);
    if (this.#compositor !== null) this.#compositor.thrifty = this.#scale < 1;
    if (size.width === this.#size.width && size.height === this.#size.height && this.#sized === this.#compositor)
      return;
    this.#size = size;
    this.#sized = this.#compositor;
    this.#compositor?.setSize(size.width, size.height);
  };
}
