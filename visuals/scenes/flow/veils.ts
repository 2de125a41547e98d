import {
  attribute,
  cos,
  float,
  max,
  min,
  mix,
  positionGeometry,
  screenSize,
  sin,
  step,
  uniform,
  varying,
  vec4,
} from "three/tsl";
import { type Color, type InstancedBufferGeometry, Mesh, type Node, type NodeMaterial, Vector3 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { clipOf, lightMaterial } from "../../drawing/lines/strip.ts";
import { Vectors } from "../../drawing/vectors.ts";
import { grainsAt, LEAST_RADIUS, NUMBERS, RADIUS } from "./grains.ts";
import { BINS, type Memory } from "./memory.ts";
import { AROUND, veilShape } from "./net.ts";
import { MOST_SOURCES, type Source } from "./sources.ts";
import type { Stirs } from "./stirs.ts";
import type { Wind } from "./wind.ts";

/** Strands of all veils together, and grains of a strand: 102,400 grains. */
const STRANDS = 512;
const GRAINS = 200;

/**
 * All the dust, a veil for each voice. A grain is a function of its number and of the time: how long
 * ago it left its source, where it went then, how the wind bent its way, and what hits have done to
 * it. Nothing is kept from frame to frame.
 *
 * The field is asked on a net over each veil, and grains are drawn where they lie in the net's meshes:
 * drawn as points, a hundred thousand of them would cost thirty milliseconds without a graphics card
 * for their setting up alone.
 */
export class Veils {
  readonly object: Mesh<InstancedBufferGeometry, NodeMaterial>;
  /** How many grains of a strand have left their source. */
  readonly #emitted = uniform(0);
  readonly reach = uniform(1);
  readonly light = uniform(1);
  /** Strands of one veil, and grains of a strand that are seen at once. */
  readonly #strands = uniform(1);
  readonly #grains = uniform(1);
  readonly hot = uniform(new Vector3(1, 1, 1));
  readonly far = uniform(new Vector3(0, 0, 0));
  /** How far all dust is strewn, and how far it opens towards the viewer. */
  readonly strewn = uniform(0);
  readonly lift = uniform(0);
  readonly #tints = new Vectors(MOST_SOURCES);
  readonly #looks = new Vectors(MOST_SOURCES);
  readonly #streaks = new Vectors(MOST_SOURCES);
  readonly #ats = new Vectors(MOST_SOURCES);
  readonly #acrosses = new Vectors(MOST_SOURCES);
  readonly #upwards = new Vectors(MOST_SOURCES);
  readonly #outs = new Vectors(MOST_SOURCES);

  constructor(seed: number, sources: readonly Source[], memory: Memory, wind: Wind, stirs: Stirs) {
    for (const [i, { at, across, upward, out, size }] of sources.entries()) {
      this.#ats.set(i, at.x, at.y, at.z, size);
      this.#acrosses.set(i, across.x, across.y, across.z);
      this.#upwards.set(i, upward.x, upward.y, upward.z);
      this.#outs.set(i, out.x, out.y, out.z);
    }
    this.object = new Mesh(veilShape(seed, sources.length), this.#material(memory, wind, stirs));
    this.object.frustumCulled = false;
  }

  /** At `seconds`, when dust is seen for `life` and is `dense` times as dense as it is at least. @realtime yes */
  update(seconds: number, life: number, dense: number): void {
    const each = Math.sqrt(dense);
    this.#strands.value = Math.round((STRANDS / Math.max(1, this.object.geometry.instanceCount)) * each);
    this.#grains.value = GRAINS * each;
    this.#emitted.value = ((seconds / life) * GRAINS * each) % NUMBERS;
  }

  /**
   * How a voice's dust looks: its colour and light, the light at its source, how the veil is turned,
   * how far it bulges towards the viewer. @realtime yes
   */
  look(slot: number, colour: Color, light: number, rim: number, turned: number, bulge: number): void {
    this.#tints.set(slot, colour.r, colour.g, colour.b, light);
    this.#looks.set(slot, turned, rim, bulge);
  }

  /** Streaks run out along some of the strands: how far they are, 0 to 1, and how bright. @realtime yes */
  streak(slot: number, front: number, light: number): void {
    this.#streaks.set(slot, front, light);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }

  #material(memory: Memory, wind: Wind, stirs: Stirs): NodeMaterial {
    const { x: around, y: age } = positionGeometry;
    const source = attribute("source", "float");
    const slot = source.toInt().toVar();
    const look = this.#looks.element(slot).toVar();
    const tint = this.#tints.element(slot).toVar();

    const along = age.mul(BINS - 1).toVar();
    const bin = min(along.floor(), BINS - 2).toVar();
    const first = source.mul(BINS).add(bin).toInt().toVar();
    const kept = mix(memory.bins.element(first), memory.bins.element(first.add(1)), along.sub(bin)).toVar();

    const young = float(1).sub(age).toVar();
    const out = float(1).sub(young.mul(young)).toVar();
    const born = this.#born(slot, source, kept, look, young, out).toVar();
    const clip = clipOf(stirs.moved(wind.blown(born, out, age)).toVar()).toVar();

    const streak = this.#streaks.element(slot).toVar();
    const fresh = max(float(1).sub(age.mul(16)), 0);
    const glow = young.mul(young.mul(0.7).add(0.3)).mul(kept.w.mul(0.9).add(0.55)).add(fresh.mul(look.y));
    const run = streakAt(streak, age);
    // As much light as at full size, on however many pixels.
    const size = screenSize.y.mul(RADIUS / 720).toVar();
    const whole = size.div(max(size, LEAST_RADIUS));
    const near = float(2.75).div(clip.w).toVar();
    const colour = mix(mix(tint.xyz, this.far, age.mul(age).mul(0.75)), this.hot, kept.w.mul(0.14).min(0.5));
    const seen = varying(
      vec4(
        colour.mul(
          glow
            .mul(tint.w)
            .mul(near)
            .mul(whole.mul(whole.mul(0.6).add(0.4)).mul(this.light)),
        ),
        kept.z.add(this.strewn),
      ),
    );
    const place = varying(vec4(this.#strands.mul(around), this.#grains.mul(age), source, run));

    const light = grainsAt(place, seen.w, this.#grains, this.#emitted);
    const material = lightMaterial("veils");
    material.vertexNode = clip;
    material.fragmentNode = vec4(seen.xyz.mul(light), 1);
    return material;
  }

  /** Where a grain went from its source, before the wind; `out` is how far, `kept` what the source did when it left. */
  #born(
    slot: Node<"int">,
    source: Node<"float">,
    kept: Node<"vec4">,
    look: Node<"vec4">,
    young: Node<"float">,
    out: Node<"float">,
  ): Node<"vec3"> {
    const { x: around, y: age, z: petal } = positionGeometry;
    const home = this.#ats.element(slot).toVar();
    const petals = sin(petal.add(source.mul(2.1)))
      .mul(0.3)
      .add(sin(around.mul(5 * TURN).add(source)).mul(0.12))
      .add(0.85);
    const angle = around.mul(TURN).add(look.x).add(kept.y.mul(young)).toVar();
    const bristle = sin(around.mul((AROUND / 4) * TURN).add(age.mul(70))).mul(kept.z.add(this.strewn.mul(1.5)));
    const radius = out
      .mul(petals)
      .mul(this.reach)
      .add(0.075)
      .add(kept.x.mul(young.mul(0.6).add(0.4)))
      .add(bristle.mul(out.add(0.12).mul(0.045)))
      .mul(home.w)
      .toVar();
    const height = out.mul(this.lift.add(look.z).add(0.42)).sub(out.mul(out).mul(0.62)).mul(home.w);
    return home.xyz
      .add(this.#acrosses.element(slot).xyz.mul(cos(angle).mul(radius)))
      .add(this.#upwards.element(slot).xyz.mul(sin(angle).mul(radius)))
      .add(this.#outs.element(slot).xyz.mul(height));
  }
}

/** How bright a streak is at a place along its strand: most at its front, and long behind it. */
const streakAt = (streak: Node<"vec4">, age: Node<"float">): Node<"float"> => {
  const behind = streak.x.sub(age).toVar();
  return streak.y.div(
    behind
      .mul(behind)
      .mul(mix(float(1600), float(60), step(0, behind)))
      .add(1),
  );
};
