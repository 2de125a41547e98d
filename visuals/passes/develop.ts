import { dot, fract, ivec2, mix, screenCoordinate, sqrt, texture, uniform, uv, vec2, vec3, vec4 } from "three/tsl";
import { type Texture, type TextureNode, Vector3, type WebGPURenderer } from "three/webgpu";
import type { PassDoses } from "../../shared/picture/passes.ts";
import type { Colours } from "../scenes/colours.ts";
import { FullScreen } from "./full-screen.ts";

/** Glow laid over at full dose of bloom. */
const MOST_GLOW = 0.9;
/** A step of an 8-bit picture: as much noise as it takes to hide the steps of a dark gradient. */
const DITHER = 1.5 / 255;
const MOST_GRAIN = 14 / 255;

/**
 * The last step: light becomes a picture for the screen, in one go, since every further look at the
 * whole picture costs. Bloom's glow is laid over, the grade leans dark and bright towards the palette,
 * bright light rolls off towards white, the corners fall away, and grain keeps gradients from banding.
 */
export class Develop {
  readonly #image: TextureNode;
  readonly #glow: TextureNode;
  readonly #bloom = uniform(0.5);
  readonly #grade = uniform(0);
  readonly #grain = uniform(DITHER);
  readonly #shift = uniform(0);
  readonly #light = uniform(1);
  readonly #shadows = uniform(new Vector3());
  readonly #lights = uniform(new Vector3(1, 1, 1));
  readonly #screen: FullScreen;

  constructor(image: Texture, glow: Texture) {
    this.#image = texture(image);
    this.#glow = texture(glow);
    const at = uv();
    // The picture is as large as the screen: its pixels are fetched, which costs half of a filtered look.
    const pixel = this.#image.load(ivec2(screenCoordinate.xy)).rgb;
    const light = pixel.add(this.#glow.sample(at).rgb.mul(this.#bloom));
    const off = at.sub(0.5);
    const corners = off.dot(off).mul(-0.55).add(1);
    const exposed = light.mul(corners.mul(this.#light)).toVar();
    const bright = exposed.dot(vec3(0.2, 0.5, 0.3)).toVar();
    const tone = bright.div(bright.add(0.25));
    const graded = exposed.mul(mix(vec3(1, 1, 1), mix(this.#shadows, this.#lights, tone), this.#grade)).toVar();
    // Very bright light loses its colour, as it does on film.
    const hot = graded.add(bright.mul(bright).mul(0.035)).toVar();
    const rolled = hot.mul(hot.mul(0.06).add(1)).div(hot.add(1)).toVar();
    // Interleaved gradient noise (J. Jimenez, "Next generation post processing in Call of Duty", 2014).
    const noise = fract(fract(dot(screenCoordinate.xy.add(this.#shift), vec2(0.06711056, 0.00583715))).mul(52.9829189));
    // A display's gamma is 2.2; the square root is close, and cheap.
    this.#screen = new FullScreen("develop", vec4(sqrt(rolled).add(noise.sub(0.5).mul(this.#grain)), 1));
  }

  /** `light` is the share of the picture that is seen, 0 black. @realtime yes */
  render(
    renderer: WebGPURenderer,
    image: Texture,
    glow: Texture,
    doses: PassDoses,
    colours: Colours,
    light: number,
    moment: number,
  ): void {
    this.#image.value = image;
    this.#glow.value = glow;
    this.#light.value = light;
    this.#bloom.value = doses.bloom * MOST_GLOW;
    this.#grade.value = doses.grade;
    this.#grain.value = DITHER + doses.grain * MOST_GRAIN * light;
    this.#shift.value = (Math.floor(moment / 40) * 5.588238) % 1024;
    tintInto(this.#shadows.value, colours.horizon.r, colours.horizon.g, colours.horizon.b);
    tintInto(this.#lights.value, colours.light.r, colours.light.g, colours.light.b);
    this.#screen.render(renderer, null);
  }

  dispose(): void {
    this.#screen.dispose();
  }
}

/** A colour as a tint: half of it, at a mean of 1, so that it colours and does not darken. */
const tintInto = (into: Vector3, r: number, g: number, b: number): void => {
  const mean = Math.max(1e-4, (r + g + b) / 3);
  into.set(0.5 + (0.5 * r) / mean, 0.5 + (0.5 * g) / mean, 0.5 + (0.5 * b) / mean);
};
