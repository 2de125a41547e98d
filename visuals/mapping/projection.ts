import { texture, vec4 } from "three/tsl";
import type { Texture, TextureNode, WebGPURenderer } from "three/webgpu";
import type { ProjectorSetup } from "../../shared/controls/projectors.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import { FullScreen } from "../passes/full-screen.ts";
import { pixelOf } from "../passes/pixel.ts";
import { screenLevel } from "../passes/screen-light.ts";
import { Chart } from "./chart.ts";
import { Grain } from "./grain.ts";
import { MappedScreen } from "./mapped-screen.ts";
import { MaskTexture } from "./mask-texture.ts";
import { isUntouched, type ProjectorView } from "./projector-view.ts";

/** What only a projector that was set up needs. */
interface Mapping {
  readonly screen: MappedScreen;
  readonly mask: MaskTexture;
  readonly chart: Chart;
}

/**
 * The last step: the picture's light becomes levels on the screen. Where nobody has set the projector
 * up that is one look at each pixel of a picture of the screen's size, and nothing else.
 */
export class Projection {
  readonly #blank: Texture;
  readonly #transparent: boolean;
  readonly #picture: TextureNode;
  readonly #grain = new Grain();
  readonly #plain: FullScreen;
  #setup: ProjectorSetup | null = null;
  #mapping: Mapping | null = null;

  /** `blank` is any picture. Where it is `transparent`, what is dark lets through what lies behind. */
  constructor(blank: Texture, transparent = false) {
    this.#blank = blank;
    this.#transparent = transparent;
    this.#picture = texture(blank);
    const level = screenLevel(pixelOf(this.#picture)).add(this.#grain.level).clamp(0, 1).toVar();
    const seen = transparent ? level.r.max(level.g).max(level.b) : 1;
    this.#plain = new FullScreen("projection", vec4(level, seen));
  }

  /** Turns to a projector; `screen` is its size in pixels. */
  set(view: ProjectorView, screen: Extent): void {
    if (isUntouched(view)) {
      this.#setup = null;
      return;
    }
    this.#setup = view.setup;
    this.#mapping ??= {
      screen: new MappedScreen(this.#blank, this.#grain, this.#transparent),
      mask: new MaskTexture(),
      chart: new Chart(),
    };
    const { mask, chart } = this.#mapping;
    mask.set(view.setup.masks, screen.width / screen.height);
    chart.set(view, screen);
    this.#mapping.screen.set(view.setup, mask.texture);
  }

  /** Resolves when its shaders are ready. */
  async prepare(renderer: WebGPURenderer): Promise<void> {
    await this.#plain.compile(renderer, null);
    await this.#mapping?.screen.prepare(renderer);
  }

  /** Shows `picture`, linear light, with a dose of `grain` that moves with `moment`. @realtime yes */
  render(renderer: WebGPURenderer, picture: Texture, grain: number, moment: number): void {
    this.#grain.set(grain, moment);
    if (this.#setup === null || this.#mapping === null) {
      this.#picture.value = picture;
      this.#plain.render(renderer, null);
      return;
    }
    const { screen, chart } = this.#mapping;
    screen.render(renderer, picture, this.#setup.pattern === "none" ? null : chart.texture, moment);
  }

  dispose(): void {
    this.#plain.dispose();
    this.#mapping?.screen.dispose();
    this.#mapping?.mask.dispose();
    this.#mapping?.chart.dispose();
  }
}
