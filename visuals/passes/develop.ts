import { mix, texture, uniform, uv, vec3, vec4 } from "three/tsl";
import {
  type Node,
  type RenderTarget,
  type Texture,
  type TextureNode,
  Vector3,
  type WebGPURenderer,
} from "three/webgpu";
import type { PassDoses } from "../../shared/picture/passes.ts";
import type { Colours } from "../drawing/colours.ts";
import { LEAST_DOSE } from "./chain.ts";
import { FullScreen } from "./full-screen.ts";
import { pictureTarget } from "./picture-target.ts";
import { pixelAside, pixelOf } from "./pixel.ts";
import { screenLight } from "./screen-light.ts";

/** Glow laid over at full dose of bloom. */
const MOST_GLOW = 0.9;
/** How far the colours part in the corners at full dose of the chromatic shift, in shares of the picture. */
const MOST_SHIFT = 0.024;

/**
 * The light of the scenes becomes the light of a screen, in one go, since every further look at the
 * whole picture costs. The colours part, bloom's glow is laid over, the grade leans dark and bright
 * towards the palette, bright light rolls off towards white and the corners fall away. What comes
 * out is linear, and 0 to 1.
 */
export class Develop {
  readonly #image: TextureNode;
  readonly #glow: TextureNode;
  readonly #shift = uniform(0);
  readonly #bloom = uniform(0.5);
  readonly #grade = uniform(0);
  readonly #light = uniform(1);
  readonly #shadows = uniform(new Vector3());
  readonly #lights = uniform(new Vector3(1, 1, 1));
  /** What it is drawn into is like this. */
  readonly #like = pictureTarget(false);
  readonly #plain: FullScreen;
  /** The colours part: two more looks at the picture, so it has a shader of its own. */
  readonly #parted: FullScreen;

  constructor(image: Texture, glow: Texture) {
    this.#image = texture(image);
    this.#glow = texture(glow);
    this.#plain = new FullScreen("develop", this.#developed(pixelOf(this.#image)));
    const off = uv().sub(0.5);
    const shift = off.mul(off.dot(off)).mul(this.#shift).toVar();
    const parted = vec3(
      pixelAside(this.#image, shift).r,
      pixelOf(this.#image).g,
      pixelAside(this.#image, shift.negate()).b,
    );
    this.#parted = new FullScreen("develop, colours parted", this.#developed(parted));
  }

  /** Resolves when its shaders are ready. */
  async prepare(renderer: WebGPURenderer): Promise<void> {
    await this.#plain.compile(renderer, this.#like);
    await this.#parted.compile(renderer, this.#like);
  }

  /** Draws into `target`. `light` is the share of the picture that is seen, 0 black. @realtime yes */
  render(
    renderer: WebGPURenderer,
    target: RenderTarget,
    image: Texture,
    glow: Texture,
    doses: PassDoses,
    colours: Colours,
    light: number,
  ): void {
    this.#image.value = image;
    this.#glow.value = glow;
    this.#light.value = light;
    this.#shift.value = doses["chromatic-shift"] * MOST_SHIFT * 4;
    this.#bloom.value = doses.bloom * MOST_GLOW;
    this.#grade.value = doses.grade;
    tintInto(this.#shadows.value, colours.horizon.r, colours.horizon.g, colours.horizon.b);
    tintInto(this.#lights.value, colours.light.r, colours.light.g, colours.light.b);
    const screen = doses["chromatic-shift"] < LEAST_DOSE ? this.#plain : this.#parted;
    screen.render(renderer, target);
  }

  dispose(): void {
    this.#plain.dispose();
    this.#parted.dispose();
    this.#like.dispose();
  }

  #developed(image: Node<"vec3">): Node<"vec4"> {
    const at = uv();
    const light = image.add(this.#glow.sample(at).rgb.mul(this.#bloom));
    const off = at.sub(0.5);
    const corners = off.dot(off).mul(-0.55).add(1);
    const exposed = light.mul(corners.mul(this.#light)).toVar();
    const bright = exposed.dot(vec3(0.2, 0.5, 0.3)).toVar();
    const tone = bright.div(bright.add(0.25));
    const graded = exposed.mul(mix(vec3(1, 1, 1), mix(this.#shadows, this.#lights, tone), this.#grade)).toVar();
    // Very bright light loses its colour, as it does on film.
    const hot = graded.add(bright.mul(bright).mul(0.035)).toVar();
    const rolled = hot.mul(hot.mul(0.06).add(1)).div(hot.add(1)).toVar();
    return vec4(screenLight(rolled.min(1)), 1);
  }
}

/** A colour as a tint: half of it, at a mean of 1, so that it colours and does not darken. */
const tintInto = (into: Vector3, r: number, g: number, b: number): void => {
  const mean = Math.max(1e-4, (r + g + b) / 3);
  into.set(0.5 + (0.5 * r) / mean, 0.5 + (0.5 * g) / mean, 0.5 + (0.5 * b) / mean);
};
