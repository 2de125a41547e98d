import { dot, fract, screenCoordinate, texture, uniform, vec2, vec4 } from "three/tsl";
import type { Texture, TextureNode, WebGPURenderer } from "three/webgpu";
import { FullScreen } from "../passes/full-screen.ts";
import { pixelOf } from "../passes/pixel.ts";
import { screenLevel } from "../passes/screen-light.ts";

/** A step of an 8-bit picture: as much noise as it takes to hide the steps of a dark gradient. */
const DITHER = 1.5 / 255;
const MOST_GRAIN = 14 / 255;
/** How long a grain stays. */
const GRAIN_MS = 40;

/** The last step: the picture's light becomes levels on the screen, with grain that keeps gradients from banding. */
export class Projection {
  readonly #picture: TextureNode;
  readonly #grain = uniform(DITHER);
  readonly #grainAt = uniform(0);
  readonly #screen: FullScreen;

  /** `blank` is any picture. */
  constructor(blank: Texture) {
    this.#picture = texture(blank);
    // Interleaved gradient noise (J. Jimenez, "Next generation post processing in Call of Duty", 2014).
    const place = dot(screenCoordinate.xy.add(this.#grainAt), vec2(0.06711056, 0.00583715));
    const noise = fract(fract(place).mul(52.9829189));
    const level = screenLevel(pixelOf(this.#picture));
    this.#screen = new FullScreen("projection", vec4(level.add(noise.sub(0.5).mul(this.#grain)), 1));
  }

  /** Resolves when its shaders are ready. */
  async prepare(renderer: WebGPURenderer): Promise<void> {
    await this.#screen.compile(renderer, null);
  }

  /** Shows `picture`, linear light of the canvas's size, with a dose of `grain` that moves with `moment`. @realtime yes */
  render(renderer: WebGPURenderer, picture: Texture, grain: number, moment: number): void {
    this.#picture.value = picture;
    this.#grain.value = DITHER + grain * MOST_GRAIN;
    this.#grainAt.value = (Math.floor(moment / GRAIN_MS) * 5.588238) % 1024;
    this.#screen.render(renderer, null);
  }

  dispose(): void {
    this.#screen.dispose();
  }
}
