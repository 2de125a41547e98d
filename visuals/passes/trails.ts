import { max, texture, uniform, uv, vec4 } from "three/tsl";
import type { RenderTarget, Texture, WebGPURenderer } from "three/webgpu";
import { clamp } from "../../shared/math/numbers.ts";
import type { Frame } from "../scene-api/frame.ts";
import { FullScreen } from "./full-screen.ts";
import type { Pass } from "./pass.ts";
import { pictureTarget } from "./picture-target.ts";
import { pixelOf } from "./pixel.ts";

/** At full dose light fades by e within this long, and drifts outwards by this share of the picture a second. */
const LONGEST_FADE_MS = 900;
const DRIFT = 0.05;

/** Light leaves a trail that drifts outwards and fades, as fast at every frame rate. */
class Trails implements Pass {
  readonly #targets = [pictureTarget(false), pictureTarget(false)] as const;
  readonly #blank: Texture;
  readonly #picture;
  readonly #before;
  readonly #kept = uniform(0);
  readonly #zoom = uniform(1);
  readonly #screen: FullScreen;
  #newest = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(blank: Texture) {
    this.#blank = blank;
    this.#picture = texture(blank);
    this.#before = texture(blank);
    const drifted = uv().sub(0.5).mul(this.#zoom).add(0.5);
    const trail = this.#before.sample(drifted).rgb.mul(this.#kept);
    this.#screen = new FullScreen("trails", vec4(max(pixelOf(this.#picture), trail), 1));
  }

  setSize(width: number, height: number): void {
    for (const target of this.#targets) target.setSize(width, height);
    this.#last = Number.NEGATIVE_INFINITY;
  }

  prepare(renderer: WebGPURenderer): Promise<void> {
    return this.#screen.compile(renderer, this.#targets[0]);
  }

  render(renderer: WebGPURenderer, input: Texture, dose: number, frame: Frame): Texture {
    const since = frame.at - this.#last;
    this.#last = frame.at;
    const before = this.#targets[this.#newest] as RenderTarget;
    this.#newest = 1 - this.#newest;
    const now = this.#targets[this.#newest] as RenderTarget;
    this.#picture.value = input;
    this.#before.value = before.texture;
    // After a pause there is nothing to trail.
    this.#kept.value = since >= 0 && since < 1000 ? Math.exp(-since / (LONGEST_FADE_MS * dose)) : 0;
    this.#zoom.value = 1 - (DRIFT * dose * clamp(since, 0, 100)) / 1000;
    this.#screen.render(renderer, now);
    // As in Filter.
    this.#picture.value = this.#blank;
    return now.texture;
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
    this.#screen.dispose();
  }
}

export const trails = (blank: Texture): Pass => new Trails(blank);
