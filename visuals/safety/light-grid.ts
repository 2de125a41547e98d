import { screenCoordinate, texture, vec2, vec3, vec4 } from "three/tsl";
import {
  type Node,
  RenderTarget,
  type Texture,
  type TextureNode,
  UnsignedByteType,
  type WebGPURenderer,
} from "three/webgpu";
import { FullScreen } from "../passes/full-screen.ts";
import { STAGE_GRID } from "./picture-grid.ts";
import type { Readback } from "./readback.ts";

/** Looks at a block, each way; each look is a mean of four pixels. */
const TAPS = 8;

/**
 * Measures a picture in blocks: the mean light of each, read back without waiting for the graphics
 * card. Blocks are looked at in a grid of places and not pixel by pixel, which a picture would have
 * to be made for to be measured wrongly, and costs next to nothing.
 */
export class LightGrid {
  readonly #source: TextureNode;
  readonly #target: RenderTarget;
  readonly #average: FullScreen;

  /** `blank` is any picture. */
  constructor(blank: Texture) {
    const { columns, rows } = STAGE_GRID;
    this.#source = texture(blank);
    this.#target = new RenderTarget(columns, rows, { type: UnsignedByteType, depthBuffer: false });
    const corner = screenCoordinate.xy.sub(0.5);
    let sum: Node<"vec3"> = vec3(0);
    for (let tap = 0; tap < TAPS * TAPS; tap++) {
      const within = vec2(((tap % TAPS) + 0.5) / TAPS, (Math.floor(tap / TAPS) + 0.5) / TAPS);
      sum = sum.add(this.#source.sample(corner.add(within).div(vec2(columns, rows))).rgb);
    }
    this.#average = new FullScreen("light grid", vec4(sum.div(TAPS * TAPS), 1));
  }

  async prepare(renderer: WebGPURenderer): Promise<void> {
    await this.#average.compile(renderer, this.#target);
  }

  /** Begins to measure `picture`, linear light; `readback` has it some frames later. @realtime yes: it never waits */
  measure(renderer: WebGPURenderer, picture: Texture, readback: Readback): void {
    this.#source.value = picture;
    this.#average.render(renderer, this.#target);
    readback.begin(renderer, this.#target);
  }

  dispose(): void {
    this.#target.dispose();
    this.#average.dispose();
  }
}
