import { uniform, uniformArray } from "three/tsl";
import { Vector3, Vector4 } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { blow, push, spring } from "../../drawing/motion.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  loudness,
  MID_TOM,
  OPEN_HAT,
  RIDE,
  SNARE,
  sinceHit,
} from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Balls that a body is melted of. */
export const BALLS = 5;

/** x, y, z and radius of each ball, in order from the foot to the head. */
const FIGURES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [0, 0.36, 0, 0.36],
    [-0.3, 0.3, 0.1, 0.22],
    [0.3, 0.34, 0.08, 0.2],
    [0.02, 0.66, 0, 0.3],
    [-0.02, 0.98, 0.02, 0.16],
  ],
  [
    [0, 0.27, 0, 0.29],
    [0.03, 0.62, 0, 0.21],
    [-0.03, 0.92, 0.02, 0.25],
    [0.04, 1.22, 0, 0.15],
    [0, 1.45, 0, 0.12],
  ],
  [
    [-0.2, 0.27, 0.08, 0.27],
    [0.26, 0.25, 0, 0.25],
    [0.02, 0.58, -0.05, 0.27],
    [0.24, 0.86, 0.04, 0.15],
    [-0.14, 1, 0, 0.2],
  ],
];

/** A body that is seen from above looks higher by this share of its breadth. */
const SEEN_FROM_ABOVE = 0.4;
const RING_HEIGHT = 0.62;
const TURN = 2 * Math.PI;

/**
 * A voice's body as numbers: where its parts are at a moment, and what is cut out of it. It follows
 * from the last hits of the voice's drums alone.
 */
export class Body {
  /** Where it stands. */
  readonly place: Vector3;
  readonly balls = Array.from({ length: BALLS }, () => new Vector4());
  readonly ballNode = uniformArray<"vec4">(this.balls, "vec4");
  /** Centre and radius of what holds all of it. */
  readonly bound = uniform(new Vector4());
  /** Half of how broad and how high it looks, at most. */
  breadth = 1;
  height = 1;
  /** A slit: the normal of its plane, how far that is from the origin; and half its width. */
  readonly slit = uniform(new Vector4(1, 0, 0, 0));
  readonly gap = uniform(-1);
  /** A mouth: centre and radius. */
  readonly mouth = uniform(new Vector4(0, -9, 0, 0.01));
  /** A ring around the body: its centre and radius; the normal of its plane and its thickness. */
  readonly ring = uniform(new Vector4());
  readonly ringLies = uniform(new Vector4(0, 1, 0, -9));
  /** How strongly the glaze is beaded, and how bright it is inside. */
  readonly beads = uniform(0);
  readonly inside = uniform(0);
  readonly tint = uniform(new Vector3());
  readonly #figure;
  readonly #seed: number;
  readonly #slot: number;

  constructor(seed: number, slot: number, place: Vector3) {
    this.#seed = seed;
    this.#slot = slot;
    this.place = place;
    this.#figure = FIGURES[slot % FIGURES.length] ?? [];
  }

  /** `amount` is how far hits deform it. @realtime yes */
  update(voice: VoiceTrace, seconds: number, amount: number, inside: number): void {
    const since = (drum: number): number => sinceHit(voice, drum, seconds);
    const loud = (drum: number): number => loudness(voice, drum) * amount;
    const squash = loud(KICK) * spring(since(KICK), 2.6, 0.24);
    const low = loud(LOW_TOM) * push(since(LOW_TOM), 0.13);
    const high = loud(HIGH_TOM) * push(since(HIGH_TOM), 0.14);
    const twist = 2.4 * loud(MID_TOM) * push(since(MID_TOM), 0.16);
    const apart = loud(CRASH) * push(since(CRASH), 0.2);
    const nod = levelOf(voice, CLOSED_HAT, 0.12) * amount;
    const lively = 1 + 2 * voice.surprise + 0.6 * voice.heat;
    const { x, z } = this.place;
    let top = 0.5;
    for (const [i, [bx, by, bz, size]] of this.#figure.entries()) {
      const chance = (n: number): number => dice(this.#seed, this.#slot * 16 + i, n);
      const wave = (n: number): number => Math.sin(seconds * (0.5 + 0.5 * chance(n)) + TURN * chance(n + 4));
      const head = i === BALLS - 1 ? 1 : 0;
      const foot = i === 0 ? 1 : 0;
      const height = by * (1 - 0.3 * squash) + 0.012 * lively * wave(0) - 0.05 * nod * head;
      const wide = 1 + 0.24 * squash;
      const angle = twist * (by - 0.5) + 0.25 * Math.sin(seconds * 0.21 + this.#slot);
      let px = (bx * Math.cos(angle) - bz * Math.sin(angle)) * wide + 0.02 * lively * wave(1) * by;
      let pz = (bx * Math.sin(angle) + bz * Math.cos(angle)) * wide + 0.02 * lively * wave(2) * by;
      let py = height + 0.42 * high * head + 0.1 * high * (i === BALLS - 2 ? 1 : 0);
      px += 0.3 * high * head * (chance(9) - 0.3) - 0.38 * low * foot;
      pz += 0.15 * low * foot;
      // Apart, each drop flies its own way, none of them into the floor.
      const way = TURN * (i / BALLS + 0.15 * chance(10));
      px += apart * 0.55 * Math.cos(way);
      pz += apart * 0.3 * Math.sin(way);
      py += apart * (0.12 + 0.35 * chance(11) + 0.3 * by);
      const r =
        size *
        (1 + 0.1 * squash + 0.02 * wave(3) - 0.12 * apart) *
        (1 + 0.5 * low * foot) *
        (1 + 0.25 * Math.abs(twist) * (i === 2 ? 0.3 : 0));
      py = Math.max(py, r * 0.92);
      this.balls[i]?.set(x + px, py, z + pz, r);
      top = Math.max(top, py + r);
    }
    const ringing = loud(RIDE) * blow(since(RIDE), 0.45);
    const ringRadius = 0.52 + 0.22 * Math.min(1, since(RIDE));
    const rung = ringing > 0.02;
    const middle = top / 2;
    let radius = 0.3;
    let breadth = rung ? ringRadius + 0.1 : 0.3;
    for (const ball of this.balls) {
      radius = Math.max(radius, Math.hypot(ball.x - x, ball.y - middle, ball.z - z) + ball.w);
      breadth = Math.max(breadth, Math.hypot(ball.x - x, ball.z - z) + ball.w);
    }
    if (rung) radius = Math.max(radius, Math.hypot(ringRadius, Math.abs(middle - RING_HEIGHT)) + 0.1);
    this.bound.value.set(x, middle, z, radius + 0.05);
    this.breadth = Math.min(radius, breadth) + 0.05;
    this.height = Math.min(radius, middle + SEEN_FROM_ABOVE * breadth) + 0.05;
    const tilt = 0.5 + 0.35 * Math.sin((voice.drums[RIDE]?.count ?? 0) * 1.9);
    const round = since(RIDE) * 3 + (voice.drums[RIDE]?.count ?? 0);
    this.ring.value.set(x, RING_HEIGHT, z, ringRadius);
    this.ringLies.value.set(
      Math.sin(tilt) * Math.cos(round),
      Math.cos(tilt),
      Math.sin(tilt) * Math.sin(round),
      rung ? 0.012 + 0.035 * ringing : -9,
    );

    const lean = 0.9 * Math.sin((voice.drums[SNARE]?.count ?? 0) * 2.3 + this.#slot);
    const slit = this.slit.value.set(Math.cos(lean), Math.sin(lean), 0.25 * Math.cos(lean * 2), 0);
    slit.divideScalar(Math.hypot(slit.x, slit.y, slit.z));
    slit.w = slit.x * x + slit.y * 0.55 + slit.z * z;
    const open = loud(SNARE) * blow(since(SNARE), 0.3) * Math.min(1, since(SNARE) / 0.04);
    this.gap.value = open > 0.01 ? 0.1 * open : -1;

    const head = this.balls[BALLS - 2];
    const yawn = loud(OPEN_HAT) * push(since(OPEN_HAT), 0.16);
    if (head !== undefined)
      this.mouth.value.set(head.x, head.y + 0.02, head.z + head.w * 0.95, yawn > 0.02 ? 0.06 + 0.24 * yawn : -1);
    this.beads.value = 0.75 * levelOf(voice, CLOSED_HAT, 0.15) * amount;
    this.inside.value = (0.04 + 0.2 * voice.heat + 0.7 * Math.min(1.3, voice.energy)) * inside;
  }
}
