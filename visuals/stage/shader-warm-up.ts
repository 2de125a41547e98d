import type { WebGPURenderer } from "three/webgpu";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { SCENE_NAMES } from "../scene-api/catalogue.ts";
import type { SceneShelf } from "../scene-api/scene-shelf.ts";
import { Layer } from "./layer.ts";
import type { Performance } from "./performance.ts";

/** Between one scene and the next: the show goes on meanwhile. */
const PAUSE_MS = 700;
/** In pixels; what is compiled does not depend on it. */
const WIDTH = 64;
const HEIGHT = 36;

/**
 * Draws every scene once, out of sight, soon after the first picture, one at a time. Browser and
 * driver keep what they compiled, so that a scene that is cued later comes on without a long frame:
 * compiled for the first time it takes up to a second, from then on a few hundredths. A scene that
 * cannot be drawn is reported here already, and not in the middle of the show.
 */
export class ShaderWarmUp {
  readonly #renderer: WebGPURenderer;
  readonly #performance: Performance;
  readonly #scenes: SceneShelf;
  readonly #report: Reporter;
  readonly #waiting: (() => Promise<void>)[];
  #busy = false;
  #nextAt: Ms = ms(Number.NEGATIVE_INFINITY);
  #disposed = false;

  /** `others` is what else needs to be ready, each when it is called; it comes before the scenes. */
  constructor(
    renderer: WebGPURenderer,
    performance: Performance,
    scenes: SceneShelf,
    report: Reporter,
    others: readonly (() => Promise<void>)[],
  ) {
    this.#renderer = renderer;
    this.#performance = performance;
    this.#scenes = scenes;
    this.#report = report;
    this.#waiting = [...others, ...SCENE_NAMES.map((name) => () => this.#draw(name))];
    for (const name of scenes.ownNames) this.add(name);
  }

  /** This one too, and first: somebody waits to see it. */
  add(name: string): void {
    this.#waiting.unshift(() => this.#draw(name));
  }

  /** Goes on if it is time. Call once a frame, but not while one scene gives way to another. */
  tend(at: Ms): void {
    // Where time went back nobody waits for it to come again.
    if (this.#busy || (at < this.#nextAt && at > this.#nextAt - PAUSE_MS)) return;
    const next = this.#waiting.shift();
    if (next !== undefined) void this.#warmUp(next);
  }

  dispose(): void {
    this.#disposed = true;
    this.#waiting.length = 0;
  }

  async #warmUp(act: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await act();
    } catch (error) {
      // What lived on a lost context fails, and nobody wants to know.
      if (!this.#disposed) this.#report({ room: "stage", level: "warning", text: reasonOf(error) });
    }
    this.#busy = false;
    this.#nextAt = ms(this.#performance.frame.at + PAUSE_MS);
  }

  async #draw(name: string): Promise<void> {
    const version = this.#scenes.version(name);
    try {
      const kind = await this.#scenes.load(name);
      if (this.#disposed) return;
      const layer = new Layer(kind, 0, this.#performance);
      layer.setSize(WIDTH, HEIGHT);
      await layer.prepare(this.#renderer, this.#performance.frame);
      layer.dispose();
    } catch (error) {
      if (!this.#disposed) this.#scenes.fail(name, version, error);
      const text = `The scene "${name}" cannot be drawn here: ${reasonOf(error)}. Leave it out of the show's scenes.`;
      throw new Error(text, { cause: error });
    } finally {
      this.#scenes.judge(name, version, "ended");
    }
  }
}
