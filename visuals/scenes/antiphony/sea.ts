import {
  abs,
  attribute,
  exp,
  float,
  Loop,
  length,
  max,
  positionGeometry,
  sin,
  step,
  uniform,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import { type Color, type NodeMaterial, Vector2, Vector3 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, halfWidthAt, lightMaterial, moved } from "../../drawing/lines/strip.ts";
import { Vectors } from "../../drawing/vectors.ts";

const LINES = 58;
const SEGMENTS = 84;
const NEAREST = 9;
const HALF_WIDTH = 30;

/** Rings of waves that run at once; the oldest gives way. */
const RIPPLES = 6;
/** How fast a ring of waves runs, units a second, and how long it lasts, seconds. */
const RIPPLE_SPEED = 6.5;
const RIPPLE_LIFE = 2.6;
/** Pools of light at the feet of the bodies. */
export const POOLS = 6;

/** The water: lines across the picture from the feet of the viewer to the horizon, which carry waves and catch light. */
export class Sea extends Instances {
  readonly #phase = uniform(0);
  readonly #ripples = new Vectors(RIPPLES);
  readonly #ripplesAt = new Float64Array(RIPPLES).fill(Number.NEGATIVE_INFINITY);
  readonly #strengths = new Float64Array(RIPPLES);
  readonly #pools = new Vectors(POOLS);
  readonly #poolColours = new Vectors(POOLS);
  readonly #base = uniform(new Vector3());
  readonly #eye = uniform(new Vector2());
  readonly #moon = uniform(new Vector2());
  readonly #moonlight = uniform(new Vector3());
  #next = 0;

  constructor() {
    super(LINES, stripShape(SEGMENTS), ["seaLine"]);
    this.drawnWith(this.#material());
    for (let i = 0; i < LINES; i++) {
      // Evenly spaced on the screen, so denser in the world near the viewer.
      const share = i / (LINES - 1);
      const depth = 1 / (1 / 3 + share * (1 / 56 - 1 / 3));
      this.data[this.next()] = NEAREST + 3 - depth;
    }
    this.upload();
  }

  /** A drop falls at (x, z), `at` seconds; `strength` 0 to 1. */
  drop(x: number, z: number, at: number, strength: number): void {
    const slot = this.#next;
    this.#next = (slot + 1) % RIPPLES;
    this.#ripplesAt[slot] = at;
    this.#strengths[slot] = strength;
    this.#ripples.set(slot, x, z);
  }

  /** Light at a body's foot. @realtime yes */
  pool(index: number, x: number, z: number, reach: number, colour: Color, light: number): void {
    this.#pools.set(index, x, z, 1 / (reach * reach));
    this.#poolColours.light(index, colour, light);
  }

  /** The path of light that lies on the water between the viewer's feet and a light beyond the horizon. @realtime yes */
  path(eyeX: number, eyeZ: number, moonX: number, moonZ: number, colour: Color, light: number): void {
    this.#eye.value.set(eyeX, eyeZ);
    const length = Math.hypot(moonX - eyeX, moonZ - eyeZ);
    this.#moon.value.set((moonX - eyeX) / length, (moonZ - eyeZ) / length);
    this.#moonlight.value.set(colour.r * light, colour.g * light, colour.b * light);
  }

  /** @realtime yes */
  update(seconds: number, colour: Color, light: number): void {
    this.#phase.value = (seconds * 0.9) % (10 * TURN);
    this.#base.value.set(colour.r * light, colour.g * light, colour.b * light);
    for (let i = 0; i < RIPPLES; i++) {
      const age = seconds - (this.#ripplesAt[i] ?? 0);
      const alive = age >= 0 && age < RIPPLE_LIFE;
      const wave = this.#ripples.at(i);
      if (wave === undefined) continue;
      wave.z = alive ? age * RIPPLE_SPEED : 0;
      wave.w = alive ? (this.#strengths[i] ?? 0) * (1 - age / RIPPLE_LIFE) ** 2 : 0;
    }
  }

  #material(): NodeMaterial {
    const line = attribute("seaLine", "vec4");

    // Denser in the middle, where things happen.
    const s = positionGeometry.x.mul(2).sub(1).toVar();
    const x = s.mul(abs(s).mul(0.75).add(0.25)).mul(HALF_WIDTH).toVar();
    const z = line.x;
    const place = vec2(x, z).toVar();
    const swell = sin(x.mul(0.9).add(z.mul(1.3)).add(this.#phase))
      .mul(0.025)
      .add(sin(x.mul(-2.1).add(z.mul(0.7)).add(this.#phase.mul(1.6))).mul(0.015));
    const height = swell.toVar();
    const glint = float(0).toVar();
    Loop(RIPPLES, ({ i }) => {
      const ripple = this.#ripples.element(i);
      const from = length(place.sub(ripple.xy)).sub(ripple.z).toVar();
      const wave = exp(from.mul(from).mul(-0.9)).mul(ripple.w).toVar();
      height.addAssign(wave.mul(sin(from.mul(4.2))).mul(0.26));
      glint.addAssign(wave);
    });
    const pooled = vec3(0).toVar();
    Loop(POOLS, ({ i }) => {
      const pool = this.#pools.element(i);
      const off = place.sub(pool.xy).toVar();
      const near = float(1).div(off.dot(off).mul(pool.z).add(1)).toVar();
      pooled.addAssign(this.#poolColours.element(i).xyz.mul(near.mul(near)));
    });

    const seen = place.sub(this.#eye).toVar();
    const away = seen.dot(this.#moon).toVar();
    const beside = seen.x.mul(this.#moon.y).sub(seen.y.mul(this.#moon.x)).div(max(away, 1).mul(0.055).add(0.3)).toVar();
    // Only the facets that happen to lean the right way throw the light back.
    const facet = max(sin(x.mul(5.3).add(z.mul(3.1)).add(this.#phase.mul(2.3))), 0).toVar();
    const path = exp(beside.mul(beside).negate()).mul(facet.mul(facet).mul(0.9).add(0.1)).mul(step(0, away));

    const clip = clipOf(vec3(x, height, z)).toVar();
    const { half, keep } = halfWidthAt(clip, float(0.013));
    const material = lightMaterial("sea");
    material.vertexNode = moved(clip, vec2(0, positionGeometry.y.mul(half)));
    const side = varying(positionGeometry.y);
    const far = exp(z.sub(6).mul(0.075));
    const edge = max(float(1).sub(s.mul(s)), 0);
    const light = varying(
      this.#base
        .mul(swell.mul(14).add(0.75))
        .add(pooled.mul(swell.mul(16).add(1)))
        .add(this.#moonlight.mul(path))
        .mul(glint.mul(3.5).add(1))
        .mul(keep)
        .mul(edge)
        .mul(max(far, 0.25)),
    );
    material.fragmentNode = vec4(light.mul(float(1).sub(side.mul(side))), 1);
    return material;
  }
}
