import {
  attribute,
  cameraProjectionMatrix,
  exp,
  float,
  max,
  mix,
  modelViewMatrix,
  normalize,
  positionGeometry,
  screenSize,
  sign,
  sin,
  smoothstep,
  sqrt,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import type { Color, Node, NodeMaterial } from "three/webgpu";
import { Instances, stripThrough } from "../../drawing/lines/instances.ts";
import { acrossOf, clipOf, halfWidthAt, lightMaterial, moved, profile } from "../../drawing/lines/strip.ts";
import { Vectors } from "../../drawing/vectors.ts";

/** Bodies that fibres may belong to. */
export const MOST_BODIES = 11;
/** Along a fibre, denser where its bead is. */
const STATIONS = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.87, 0.925, 0.965, 1];
const BEAD = 0.958;
const BEAD_REACH = 0.042;
const SOFTER = 1.35;

/** Where a fibre runs when nothing moves it: from a foot by way of a bow to its tip. */
export interface Course {
  readonly body: number;
  /** Whether it ends in a bead of light. */
  readonly bead: boolean;
  readonly foot: readonly [number, number, number];
  readonly bow: readonly [number, number, number];
  readonly tip: readonly [number, number, number];
  /** Half of it, in the world's units. */
  readonly width: number;
}

/** How a body stands: where it has moved, and by how many radians it is turned about a point. */
export class Pose {
  x = 0;
  y = 0;
  turn = 0;
  size = 1;
  aboutX = 0;
  aboutY = 0;
}

/** What a fibre does now. */
export class FibreMotion {
  /** Beside its usual width. */
  thick = 1;
  bend = 0;
  /** How far its tip is thrown outwards. */
  thrown = 0;
  /** Where a pulse runs in it, 0 its foot to 1 its tip, and how strong. */
  pulseAt = 0;
  pulse = 0;
}

/** All fibres of all bodies, in one draw call. What a fibre does now is written anew every frame. */
export class Fibres extends Instances {
  /** Of each body: where it has moved, and its turn as cosine and sine, times its size. */
  readonly #poses = new Vectors(MOST_BODIES);
  /** Of each body: the point it turns about. */
  readonly #pivots = new Vectors(MOST_BODIES);
  /** Of each body: across its crack, where the crack is, and how far it is open. */
  readonly #cracks = new Vectors(MOST_BODIES);

  constructor(courses: readonly Course[]) {
    const names = ["fibreFoot", "fibreBow", "fibreTip", "fibreLight", "fibreMotion"];
    super(Math.max(1, courses.length), stripThrough(STATIONS), names);
    this.drawnWith(this.#material());
    // The body and, as its fraction, whether there is no bead.
    for (const { body, bead, foot, bow, tip, width } of courses)
      this.data.set([...foot, body + (bead ? 0 : 0.5), ...bow, width, ...tip, 0], this.next());
    for (let body = 0; body < MOST_BODIES; body++) this.#poses.set(body, 0, 0, 1);
  }

  /** @realtime yes */
  pose(body: number, { x, y, turn, size, aboutX, aboutY }: Pose): void {
    this.#poses.set(body, x, y, Math.cos(turn) * size, Math.sin(turn) * size);
    this.#pivots.set(body, aboutX, aboutY);
  }

  /** Splits a body along a line: the direction across it, how far from the origin it runs, how far it is open. @realtime yes */
  crack(body: number, across: number, from: number, open: number): void {
    this.#cracks.set(body, Math.cos(across), Math.sin(across), from, open);
  }

  /** @realtime yes */
  set(fibre: number, of: FibreMotion, colour: Color, light: number): void {
    const i = fibre * this.stride + 12;
    this.write(i, colour.r * light, colour.g * light, colour.b * light, of.thick);
    this.write(i + 4, of.bend, of.thrown, of.pulseAt, of.pulse);
  }

  #material(): NodeMaterial {
    const foot = attribute("fibreFoot", "vec4");
    const bow = attribute("fibreBow", "vec4");
    const tip = attribute("fibreTip", "vec4");
    const colour = attribute("fibreLight", "vec4");
    const motion = attribute("fibreMotion", "vec4");
    const body = foot.w.toInt();
    const pose = this.#poses.element(body).toVar();
    const pivot = this.#pivots.element(body).toVar();
    const crack = this.#cracks.element(body).toVar();
    const t = positionGeometry.x;
    const { place, forward } = courseAt(t, foot, bow, tip, motion);
    const { slid, gap } = cracked(place, crack);

    const turned = (v: Node<"vec2">): Node<"vec2"> =>
      vec2(v.x.mul(pose.z).sub(v.y.mul(pose.w)), v.x.mul(pose.w).add(v.y.mul(pose.z)));
    const stands = turned(place.xy.add(slid).sub(pivot.xy)).add(pivot.xy).add(pose.xy);
    const clip = clipOf(vec3(stands, place.z)).toVar();
    // Its direction on the screen, up to its length.
    const runs = cameraProjectionMatrix.mul(modelViewMatrix.mul(vec4(turned(forward.xy), forward.z, 0))).toVar();
    const flat = runs.xy.mul(clip.w).sub(clip.xy.mul(runs.w)).toVar();
    const across = acrossOf(vec2(flat.x.mul(screenSize.x.div(screenSize.y)), flat.y)).toVar();

    const beaded = float(1).sub(foot.w.fract().mul(2)).toVar();
    const offBead = t.sub(BEAD).div(BEAD_REACH).toVar();
    const bead = max(float(1).sub(offBead.mul(offBead)), 0)
      .mul(beaded)
      .toVar();
    const beat = t.sub(motion.z).mul(6).toVar();
    const pulse = exp(beat.mul(beat).negate()).mul(motion.w).toVar();
    const thread = float(1).sub(t.mul(beaded).mul(0.45)).mul(pulse.mul(0.8).add(1));
    const width = halfWidthAt(clip, bow.w.mul(colour.w).mul(thread.add(sqrt(bead).mul(2.6))));
    // Threads are many and thin: a little broader and dimmer they do not fall into dots.
    const half = width.half.mul(SOFTER);
    const keep = width.keep.div(SOFTER);
    const material = lightMaterial("fibres");
    material.vertexNode = moved(clip, across.mul(positionGeometry.y.mul(half)));
    // A fibre with a bead fades in from its foot; one without is a stroke that is lit all along.
    const lit = mix(float(0.8), smoothstep(0, 0.25, t).mul(t.mul(t).mul(0.5).add(0.3)), beaded)
      .add(bead.mul(1.7))
      .add(pulse.mul(2.2));
    const light = varying(colour.xyz.mul(keep).mul(lit).mul(gap));
    const y = varying(positionGeometry.y);
    material.fragmentNode = vec4(light.mul(profile(y.mul(y), float(0.6))), 1);
    return material;
  }
}

/** Where a fibre is at a share `t` of its way, and whither it runs there, as it is bent and thrown. */
const courseAt = (
  t: Node<"float">,
  foot: Node<"vec4">,
  bow: Node<"vec4">,
  tip: Node<"vec4">,
  motion: Node<"vec4">,
): { place: Node<"vec3">; forward: Node<"vec3"> } => {
  const way = normalize(tip.xyz.sub(foot.xyz).add(vec3(1e-5, 0, 0))).toVar();
  const side = vec3(way.y.negate(), way.x, 0).toVar();
  const bent = bow.xyz.add(side.mul(motion.x)).toVar();
  const end = tip.xyz
    .add(way.mul(motion.y))
    .add(side.mul(motion.x.mul(0.4)))
    .toVar();
  const rest = float(1).sub(t).toVar();
  const place = foot.xyz
    .mul(rest.mul(rest))
    .add(bent.mul(rest.mul(t).mul(2)))
    .add(end.mul(t.mul(t)))
    .toVar();
  const forward = bent.sub(foot.xyz).mul(rest).add(end.sub(bent).mul(t)).toVar();
  return { place, forward };
};

/** A crack runs jagged through the body: how far what is on one side has slid along and away, and what light is left in it. */
const cracked = (place: Node<"vec3">, crack: Node<"vec4">): { slid: Node<"vec2">; gap: Node<"float"> } => {
  const along = place.x.mul(crack.y.negate()).add(place.y.mul(crack.x));
  const jag = sin(along.mul(11))
    .mul(0.07)
    .add(sin(along.mul(27)).mul(0.035));
  const beyond = place.x.mul(crack.x).add(place.y.mul(crack.y)).sub(crack.z).add(jag).toVar();
  const shard = sign(beyond).mul(crack.w).toVar();
  const slid = vec2(crack.x.sub(crack.y.mul(0.8)).mul(shard), crack.y.add(crack.x.mul(0.8)).mul(shard));
  const gap = float(1).sub(exp(beyond.mul(beyond).mul(-700)).mul(smoothstep(0, 0.02, crack.w)));
  return { slid, gap };
};
