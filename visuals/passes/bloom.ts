import { max, texture, uniform, uv, vec2, vec4 } from "three/tsl";
import {
  AdditiveBlending,
  type Node,
  type RenderTarget,
  type Texture,
  type TextureNode,
  Vector2,
  type WebGPURenderer,
} from "three/webgpu";
import { FullScreen } from "./full-screen.ts";
import { pictureTarget } from "./picture-target.ts";

/** Sizes below the picture's at which light is spread: a quarter, an eighth, ... */
const LEVELS = 5;
const FIRST = 4;

/**
 * The glow around light, by dual filtering (M. Bjørge, "Bandwidth-efficient rendering", 2015): the
 * picture is halved again and again with a small blur each time, and put together on the way back.
 * All of it happens at a quarter of the picture's size and below, so it costs little even without a
 * graphics card.
 */
export class Bloom {
  /** How much of each coarser size is kept on the way back, 0 to 1: wider glow. */
  readonly spread = uniform(0.72);
  readonly #targets: readonly RenderTarget[];
  readonly #down: readonly FullScreen[];
  readonly #up: readonly FullScreen[];
  readonly #source: TextureNode;
  readonly #texels: readonly Vector2[];

  /** `source` is read anew at each `render`. */
  constructor(source: Texture) {
    this.#targets = Array.from({ length: LEVELS }, () => pictureTarget(false));
    this.#texels = Array.from({ length: LEVELS + 1 }, () => new Vector2(1, 1));
    this.#source = texture(source);
    this.#down = this.#targets.map((_, level) => {
      const input = level === 0 ? this.#source : texture((this.#targets[level - 1] as RenderTarget).texture);
      return new FullScreen(`bloom down ${level}`, vec4(halved(input, uniform(this.#texels[level] as Vector2)), 1));
    });
    this.#up = this.#targets.slice(1).map((target, i) => {
      const up = new FullScreen(
        `bloom up ${i}`,
        vec4(doubled(texture(target.texture), uniform(this.#texels[i + 2] as Vector2)).mul(this.spread), 1),
      );
      up.mesh.material.blending = AdditiveBlending;
      up.mesh.material.transparent = true;
      return up;
    });
  }

  /** The glow, a quarter of the picture's size. */
  get glow(): Texture {
    return (this.#targets[0] as RenderTarget).texture;
  }

  /** The picture's size, in pixels. */
  setSize(width: number, height: number): void {
    this.#texels[0]?.set(1 / width, 1 / height);
    for (let level = 0; level < LEVELS; level++) {
      const by = FIRST * 2 ** level;
      const w = Math.max(1, Math.round(width / by));
      const h = Math.max(1, Math.round(height / by));
      this.#targets[level]?.setSize(w, h);
      this.#texels[level + 1]?.set(1 / w, 1 / h);
    }
  }

  /** @realtime yes */
  render(renderer: WebGPURenderer, source: Texture): void {
    this.#source.value = source;
    for (let level = 0; level < LEVELS; level++)
      this.#down[level]?.render(renderer, this.#targets[level] as RenderTarget);
    const clears = renderer.autoClear;
    renderer.autoClear = false;
    for (let level = LEVELS - 2; level >= 0; level--)
      this.#up[level]?.render(renderer, this.#targets[level] as RenderTarget);
    renderer.autoClear = clears;
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
    for (const step of [...this.#down, ...this.#up]) step.dispose();
  }
}

/** Four taps between pixels average the sixteen around. */
const halved = (input: TextureNode, texel: Node<"vec2">): Node<"vec3"> => {
  const at = uv();
  const tap = (x: number, y: number): Node<"vec3"> => input.sample(at.add(vec2(x, y).mul(texel))).rgb;
  return max(tap(-1, -1).add(tap(1, -1)).add(tap(-1, 1)).add(tap(1, 1)).mul(0.25), 0);
};

/** Four taps, half a pixel away: a tent, for between pixels each tap is a mean of four itself. */
const doubled = (input: TextureNode, texel: Node<"vec2">): Node<"vec3"> => {
  const at = uv();
  const tap = (x: number, y: number): Node<"vec3"> => input.sample(at.add(vec2(x, y).mul(texel))).rgb;
  return tap(-0.5, -0.5).add(tap(0.5, -0.5)).add(tap(-0.5, 0.5)).add(tap(0.5, 0.5)).mul(0.25);
};
