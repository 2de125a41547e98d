import { attribute, fwidth, min, pow, screenUV, texture, uniform, varying, vec3, vec4 } from "three/tsl";
import {
  BufferAttribute,
  BufferGeometry,
  Mesh,
  type Node,
  NodeMaterial,
  OrthographicCamera,
  type Texture,
  type TextureNode,
  Vector4,
  type WebGPURenderer,
} from "three/webgpu";
import { isStill, warpGrid } from "../../shared/mapping/warp.ts";
import { type ProjectorSetup, USUAL_GAMMA } from "../../shared/protocol/projectors.ts";
import { compile } from "../passes/compile.ts";
import { screenLevel, screenLight } from "../passes/screen-light.ts";
import type { Grain } from "./grain.ts";

/** How long the moving bar of a test pattern takes over the canvas, and how wide it is there. */
const SWEEP_MS = 4000;
const BAR_WIDTH = 0.004;

const camera = new OrthographicCamera(-1, 1, 1, -1, 0, 1);

/**
 * The last step for a projector that was set up: its part of the picture, or a test pattern, bent to
 * where it belongs, with soft edges, masks, brightness and gamma. All of it happens on light, so what
 * two projectors show of an overlap adds up; only then is light turned into the screen's levels.
 */
export class MappedScreen {
  readonly #picture: TextureNode;
  readonly #pattern: TextureNode;
  readonly #mask: TextureNode;
  readonly #crop = uniform(new Vector4(0, 0, 1, 1));
  /** Of the soft edges left, right, top and bottom: what the way from the border is multiplied by, and what is added. */
  readonly #slope = uniform(new Vector4());
  readonly #lift = uniform(new Vector4(1, 1, 1, 1));
  readonly #brightness = uniform(1);
  readonly #exponent = uniform(1);
  /** Pixels of the border that are not faded: half a one where the picture ends with the screen. */
  readonly #border = uniform(0.5);
  readonly #bar = uniform(0);
  readonly #geometry = new BufferGeometry();
  readonly #showing: Mesh<BufferGeometry, NodeMaterial>;
  readonly #testing: Mesh<BufferGeometry, NodeMaterial>;

  constructor(blank: Texture, grain: Grain) {
    this.#picture = texture(blank);
    this.#pattern = texture(blank);
    this.#mask = texture(blank);
    const place = varying(attribute<"vec2">("place", "vec2"));
    const onCanvas = this.#crop.xy.add(place.mul(this.#crop.zw));
    const bar = onCanvas.x
      .sub(this.#bar)
      .abs()
      .lessThan(BAR_WIDTH / 2)
      .select(1, 0);
    const drawn = this.#pattern.sample(place).rgb;
    this.#showing = this.#mesh("mapped picture", this.#picture.sample(onCanvas).rgb, place, grain);
    // A pattern is drawn in levels.
    const tested = screenLight(drawn.mul(drawn)).max(vec3(bar, bar, bar));
    this.#testing = this.#mesh("mapped test pattern", tested, place, grain);
  }

  /** Turns to a setup. `mask` says how much of the light passes, place by place of the screen. */
  set(setup: ProjectorSetup, mask: Texture): void {
    const { crop, blend, brightness, gamma } = setup;
    this.#crop.value.set(crop.x, crop.y, crop.width, crop.height);
    const slope = (width: number): number => (width > 0 ? 1 / width : 0);
    const lift = (width: number): number => (width > 0 ? 0 : 1);
    const { left, right, top, bottom } = blend;
    this.#slope.value.set(slope(left), slope(right), slope(top), slope(bottom));
    this.#lift.value.set(lift(left), lift(right), lift(top), lift(bottom));
    this.#brightness.value = brightness;
    this.#exponent.value = USUAL_GAMMA / gamma;
    this.#border.value = isStill(setup) ? 0.5 : 0;
    this.#mask.value = mask;
    this.#bend(setup);
  }

  /** Resolves when its shaders are ready. */
  async prepare(renderer: WebGPURenderer): Promise<void> {
    await compile(renderer, null, this.#showing, camera);
    await compile(renderer, null, this.#testing, camera);
  }

  /** Shows light. @realtime yes */
  show(renderer: WebGPURenderer, picture: Texture): void {
    this.#picture.value = picture;
    renderer.setRenderTarget(null);
    renderer.render(this.#showing, camera);
  }

  /** Shows a pattern in place of the picture; its bar stands where it belongs at `moment` on every projector. @realtime yes */
  test(renderer: WebGPURenderer, pattern: Texture, moment: number): void {
    this.#pattern.value = pattern;
    this.#bar.value = (moment % SWEEP_MS) / SWEEP_MS;
    renderer.setRenderTarget(null);
    renderer.render(this.#testing, camera);
  }

  dispose(): void {
    this.#geometry.dispose();
    this.#showing.material.dispose();
    this.#testing.material.dispose();
  }

  #mesh(name: string, light: Node<"vec3">, place: Node<"vec2">, grain: Grain): Mesh<BufferGeometry, NodeMaterial> {
    const ways = vec4(place.x, place.x.oneMinus(), place.y, place.y.oneMinus()).toVar();
    const t = ways.mul(this.#slope).add(this.#lift).clamp(0, 1).toVar();
    // The ramp of shared/mapping/soft-edge.ts.
    const ramp = t.mul(t).mul(t.mul(-2).add(3)).toVar();
    const across = fwidth(place).max(1e-6);
    const border = vec4(across.x, across.x, across.y, across.y);
    const pixels = ways.div(border).add(this.#border).toVar();
    const within = min(min(pixels.x, pixels.y), min(pixels.z, pixels.w)).clamp(0, 1);
    const passes = ramp.x.mul(ramp.y).mul(ramp.z).mul(ramp.w).mul(within).mul(this.#mask.sample(screenUV).r).toVar();
    const level = screenLevel(light.mul(passes.mul(this.#brightness)).clamp(0, 1));
    const material = new NodeMaterial();
    material.name = name;
    material.depthTest = false;
    material.depthWrite = false;
    material.vertexNode = attribute<"vec4">("clip", "vec4");
    // No grain where there is no light: a mask is black.
    const noise = grain.level.mul(passes.mul(64).min(1));
    material.fragmentNode = vec4(pow(level, vec3(this.#exponent)).add(noise), 1);
    const mesh = new Mesh(this.#geometry, material);
    mesh.frustumCulled = false;
    return mesh;
  }

  #bend(setup: ProjectorSetup): void {
    const { clip, places, indices } = warpGrid(setup);
    const known = this.#geometry.getAttribute("clip");
    if (known instanceof BufferAttribute && known.array.length === clip.length) {
      known.copyArray(clip).needsUpdate = true;
      const place = this.#geometry.getAttribute("place");
      if (place instanceof BufferAttribute) place.copyArray(places).needsUpdate = true;
      this.#geometry.getIndex()?.copyArray(indices);
      const index = this.#geometry.getIndex();
      if (index !== null) index.needsUpdate = true;
      return;
    }
    // Another number of points: what was on the graphics card goes.
    this.#geometry.dispose();
    this.#geometry.setAttribute("clip", new BufferAttribute(clip, 4));
    this.#geometry.setAttribute("place", new BufferAttribute(places, 2));
    this.#geometry.setIndex(new BufferAttribute(indices, 1));
  }
}
