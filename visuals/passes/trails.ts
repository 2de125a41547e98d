import { max, texture, uniform, uv, vec4 } from "three/tsl";
import type { RenderTarget, Texture, WebGPURenderer } from "three/webgpu";
import type { Frame } from "../scenes/frame.ts";
import { FullScreen } from "./full-screen.ts";
import type { Pass } from "./pass.ts";
import { pictureTarget } from "./picture-target.ts";

/** At full dose light fades by e within this long, and drifts outwards by this share of the picture a second. */
const LONGEST_FADE_MS = 900;
const DRIFT = 0.05;

/** Light leaves a trail that drifts outwards and fades, as fast at every frame rate. */
class Trails implements Pass {
  readonly name = "trails";
  readonly #targets = [pictureTarget(false), pictureTarget(false)] as const;
  readonly #picture;
  readonly #before;
  readonly #kept = uniform(0);
  readonly #zoom = uniform(1);
  readonly #screen: FullScreen;
  readonly #copy: FullScreen;
  readonly #copied;
  #newest = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(blank: Texture) {
    this.#picture = texture(blank);
    this.#before = texture(blank);
    this.#copied = texture(blank);
    const at = uv();
    const drifted = at.sub(0.5).mul(this.#zoom).add(0.5);
    const trail = this.#before.sample(drifted).rgb.mul(this.#kept);
    this.#screen = new FullScreen("trails", vec4(max(this.#picture.sample(at).rgb, trail), 1));
    this.#copy = new FullScreen("trails copy", vec4(this.#copied.sample(at).rgb, 1));
  }

  setSize(width: number, height: number): void {
    for (const target of this.#targets) target.setSize(width, height);
    this.#last = Number.NEGATIVE_INFINITY;
  }

  render(renderer: WebGPURenderer, input: Texture, output: RenderTarget, dose: number, frame: Frame): void {
    const since = frame.at - this.#last;
    this.#last = frame.at;
    const before = this.#targets[this.#newest] as RenderTarget;
    this.#newest = 1 - this.#newest;
    const now = this.#targets[this.#newest] as RenderTarget;
    this.#picture.value = input;
    this.#before.value = before.texture;
    // After a pause there is nothing to trail.
    this.#kept.value = since > 0 && since < 1000 ? Math.exp(-since / (LONGEST_FADE_MS * dose)) : 0;
    this.#zoom.value = 1 - (DRIFT * dose * Math.min(since, 100)) / 1000;
    this.#screen.render(renderer, now);
    this.#copied.value = now.texture;
    this.#copy.render(renderer, output);
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
    this.#screen.dispose();
    this.#copy.dispose();
  }
}

export const trails = (blank: Texture): Pass => new Trails(blank);
