import { attribute, float, fwidth, min, pow, screenUV, texture, uniform, varying, vec3, vec4 } from "three/tsl";
import {
  BufferAttribute,
  BufferGeometry,
  Mesh,
  type Node,
  type NodeMaterial,
  type Texture,
  type TextureNode,
  Vector4,
  type WebGPURenderer,
} from "three/webgpu";
import type { ProjectorSetup } from "../../shared/controls/projectors.ts";
import { DEFAULT_GAMMA } from "../../shared/mapping/plain-projector.ts";
import { compile } from "../passes/compile.ts";
import { flatCamera } from "../passes/full-screen.ts";
import { fullScreenMaterial } from "../passes/full-screen-material.ts";
import { screenLevel, screenLight } from "../passes/screen-light.ts";
import type { Grain } from "./grain.ts";
import { isStill, warpGrid } from "./warp.ts";

/** How long the moving bar of a test pattern takes over the canvas, and how wide it is there. */
const SWEEP_MS = 4000;
const BAR_WIDTH = 0.004;

/** What a setup needs of a shader. */
interface Wants {
  readonly patterned: boolean;
  readonly masked: boolean;
  readonly soft: boolean;
  readonly bordered: boolean;
  readonly powered: boolean;
}

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
  readonly #bar = uniform(0);
  readonly #geometry = new BufferGeometry();
  #clip = new BufferAttribute(new Float32Array(), 4);
  #places = this.#clip;
  #indices = this.#clip;
  readonly #place = varying(attribute<"vec2">("place", "vec2"));
  readonly #grain: Grain;
  readonly #transparent: boolean;
  /** Shaders by what they do, each made when it is first wanted: without a graphics card every look and power counts. */
  readonly #meshes = new Map<string, Mesh<BufferGeometry, NodeMaterial>>();
  #mesh: Mesh<BufferGeometry, NodeMaterial> | null = null;

  /** Where it is `transparent`, what is dark, and all around it, lets through what lies behind. */
  constructor(blank: Texture, grain: Grain, transparent: boolean) {
    this.#picture = texture(blank);
    this.#pattern = texture(blank);
    this.#mask = texture(blank);
    this.#grain = grain;
    this.#transparent = transparent;
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
    this.#exponent.value = DEFAULT_GAMMA / gamma;
    this.#mask.value = mask;
    this.#bend(setup);
    this.#mesh = this.#meshFor({
      patterned: setup.pattern !== "none",
      masked: setup.masks.length > 0,
      soft: left + right + top + bottom > 0,
      bordered: !isStill(setup),
      powered: gamma !== DEFAULT_GAMMA,
    });
  }

  /** Resolves when its shader is ready. */
  async prepare(renderer: WebGPURenderer): Promise<void> {
    if (this.#mesh !== null) await compile(renderer, null, this.#mesh, flatCamera);
  }

  /** Shows light, or a pattern in its place whose bar stands where it belongs at `moment` on every projector. @realtime yes */
  render(renderer: WebGPURenderer, picture: Texture, pattern: Texture | null, moment: number): void {
    if (this.#mesh === null) return;
    this.#picture.value = picture;
    if (pattern !== null) this.#pattern.value = pattern;
    this.#bar.value = (moment % SWEEP_MS) / SWEEP_MS;
    renderer.setRenderTarget(null);
    renderer.render(this.#mesh, flatCamera);
  }

  dispose(): void {
    this.#geometry.dispose();
    for (const { material } of this.#meshes.values()) material.dispose();
  }

  #meshFor(wants: Wants): Mesh<BufferGeometry, NodeMaterial> {
    const key = JSON.stringify(wants);
    const known = this.#meshes.get(key);
    if (known !== undefined) return known;
    const passes = this.#passes(wants).toVar();
    const light = (wants.patterned ? this.#tested() : this.#seen()).mul(passes.mul(this.#brightness)).clamp(0, 1);
    const level = screenLevel(light);
    // No grain where there is no light: a mask is black.
    const noise = this.#grain.level.mul(passes.mul(64).min(1));
    const seen = (wants.powered ? pow(level, vec3(this.#exponent)) : level).add(noise).clamp(0, 1).toVar();
    const colour = vec4(seen, this.#transparent ? seen.r.max(seen.g).max(seen.b) : 1);
    const material = fullScreenMaterial("mapped projection", colour);
    material.vertexNode = attribute<"vec4">("clip", "vec4");
    const mesh = new Mesh(this.#geometry, material);
    mesh.frustumCulled = false;
    this.#meshes.set(key, mesh);
    return mesh;
  }

  #seen(): Node<"vec3"> {
    return this.#picture.sample(this.#onCanvas()).rgb;
  }

  #tested(): Node<"vec3"> {
    const away = this.#onCanvas().x.sub(this.#bar).abs();
    const bar = away.lessThan(BAR_WIDTH / 2).select(1, 0);
    // A pattern is drawn in levels.
    const drawn = this.#pattern.sample(this.#place).rgb;
    return screenLight(drawn.mul(drawn)).max(vec3(bar, bar, bar));
  }

  #onCanvas(): Node<"vec2"> {
    return this.#crop.xy.add(this.#place.mul(this.#crop.zw));
  }

  /** The share of the light that passes. */
  #passes({ soft, bordered, masked }: Wants): Node<"float"> {
    const place = this.#place;
    const ways = vec4(place.x, place.x.oneMinus(), place.y, place.y.oneMinus()).toVar();
    let passes: Node<"float"> = float(1);
    if (soft) {
      const t = ways.mul(this.#slope).add(this.#lift).clamp(0, 1).toVar();
      // t² (3 − 2t): what two projectors make of one edge sums to the light of one, and no crease is seen at its ends.
      const ramp = t.mul(t).mul(t.mul(-2).add(3)).toVar();
      passes = passes.mul(ramp.x.mul(ramp.y).mul(ramp.z).mul(ramp.w));
    }
    if (bordered) {
      // The outermost pixels fade, so that a slanted border shows no steps.
      const across = fwidth(place).max(1e-6);
      const pixels = ways.div(vec4(across.x, across.x, across.y, across.y)).toVar();
      passes = passes.mul(min(min(pixels.x, pixels.y), min(pixels.z, pixels.w)).clamp(0, 1));
    }
    return masked ? passes.mul(this.#mask.sample(screenUV).r) : passes;
  }

  #bend(setup: ProjectorSetup): void {
    const { clip, places, indices } = warpGrid(setup);
    if (this.#clip.array.length === clip.length) {
      this.#clip.copyArray(clip).needsUpdate = true;
      this.#places.copyArray(places).needsUpdate = true;
      this.#indices.copyArray(indices).needsUpdate = true;
      return;
    }
    // Another number of points: what was on the graphics card goes.
    this.#geometry.dispose();
    this.#clip = new BufferAttribute(clip, 4);
    this.#places = new BufferAttribute(places, 2);
    this.#indices = new BufferAttribute(indices, 1);
    this.#geometry.setAttribute("clip", this.#clip).setAttribute("place", this.#places).setIndex(this.#indices);
  }
}
