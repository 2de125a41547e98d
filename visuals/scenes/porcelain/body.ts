import { uniform, uniformArray } from "three/tsl";
import { Vector3, Vector4 } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { blow } from "../../drawing/motion.ts";
import { pushed, sprung } from "../../drawing/struck.ts";
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
import { BALLS, FIGURES } from "./figures.ts";

/** A body that is seen from above looks higher by this share of its breadth. */
const SEEN_FROM_ABOVE = 0.4;
const RING_HEIGHT = 0.62;

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
    this.#swingRing(voice, seconds, amount);
    this.#hold(this.#melt(voice, seconds, amount));
    this.#openSlit(voice, seconds, amount);
    this.#openMouth(voice, seconds, amount);
    this.beads.value = 0.75 * levelOf(voice, CLOSED_HAT, 0.15) * amount;
    this.inside.value = (0.04 + 0.2 * voice.heat + 0.7 * Math.min(1.3, voice.energy)) * inside;
  }

  /** Moves the balls where the drums and its own life have them; returns how high their top is. */
  #melt(voice: VoiceTrace, seconds: number, amount: number): number {
    const squash = sprung(voice, KICK, seconds, 2.6, 0.24) * amount;
    const low = pushed(voice, LOW_TOM, seconds, 0.13) * amount;
    const high = pushed(voice, HIGH_TOM, seconds, 0.14) * amount;
    const twist = 2.4 * pushed(voice, MID_TOM, seconds, 0.16) * amount;
    const apart = pushed(voice, CRASH, seconds, 0.2) * amount;
    const nod = levelOf(voice, CLOSED_HAT, 0.12) * amount;
    const lively = 1 + 2 * voice.surprise + 0.6 * voice.heat;
    const { x, z } = this.place;
    let top = 0.5;
    for (const [i, [bx, by, bz, size]] of this.#figure.entries()) {
      const head = i === BALLS - 1 ? 1 : 0;
      const foot = i === 0 ? 1 : 0;
      const height = by * (1 - 0.3 * squash) + 0.012 * lively * this.#wave(i, 0, seconds) - 0.05 * nod * head;
      const wide = 1 + 0.24 * squash;
      const angle = twist * (by - 0.5) + 0.25 * Math.sin(seconds * 0.21 + this.#slot);
      let px = (bx * Math.cos(angle) - bz * Math.sin(angle)) * wide + 0.02 * lively * this.#wave(i, 1, seconds) * by;
      let pz = (bx * Math.sin(angle) + bz * Math.cos(angle)) * wide + 0.02 * lively * this.#wave(i, 2, seconds) * by;
      let py = height + 0.42 * high * head + 0.1 * high * (i === BALLS - 2 ? 1 : 0);
      px += 0.3 * high * head * (this.#chance(i, 9) - 0.3) - 0.38 * low * foot;
      pz += 0.15 * low * foot;
      // Apart, each drop flies its own way, none of them into the floor.
      const way = TURN * (i / BALLS + 0.15 * this.#chance(i, 10));
      px += apart * 0.55 * Math.cos(way);
      pz += apart * 0.3 * Math.sin(way);
      py += apart * (0.12 + 0.35 * this.#chance(i, 11) + 0.3 * by);
      const r =
        size *
        (1 + 0.1 * squash + 0.02 * this.#wave(i, 3, seconds) - 0.12 * apart) *
        (1 + 0.5 * low * foot) *
        (1 + 0.25 * Math.abs(twist) * (i === 2 ? 0.3 : 0));
      py = Math.max(py, r * 0.92);
      this.balls[i]?.set(x + px, py, z + pz, r);
      top = Math.max(top, py + r);
    }
    return top;
  }

  /** A number of a ball's own, 0 to 1. */
  #chance(ball: number, n: number): number {
    return dice(this.#seed, this.#slot * 16 + ball, n);
  }

  /** How a ball breathes, -1 to 1, also while nobody plays. */
  #wave(ball: number, n: number, seconds: number): number {
    return Math.sin(seconds * (0.5 + 0.5 * this.#chance(ball, n)) + TURN * this.#chance(ball, n + 4));
  }

  #swingRing(voice: VoiceTrace, seconds: number, amount: number): void {
    const age = sinceHit(voice, RIDE, seconds);
    const count = voice.drums[RIDE]?.count ?? 0;
    const ringing = loudness(voice, RIDE) * amount * blow(age, 0.45);
    const tilt = 0.5 + 0.35 * Math.sin(count * 1.9);
    const round = age * 3 + count;
    this.ring.value.set(this.place.x, RING_HEIGHT, this.place.z, 0.52 + 0.22 * Math.min(1, age));
    this.ringLies.value.set(
      Math.sin(tilt) * Math.cos(round),
      Math.cos(tilt),
      Math.sin(tilt) * Math.sin(round),
      ringing > 0.02 ? 0.012 + 0.035 * ringing : -9,
    );
  }

  /** Finds what holds the balls, up to their `top`, and the ring while it is there. */
  #hold(top: number): void {
    const { x, z } = this.place;
    const { w: ringRadius } = this.ring.value;
    const rung = this.ringLies.value.w > 0;
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
  }

  #openSlit(voice: VoiceTrace, seconds: number, amount: number): void {
    const { x, z } = this.place;
    const lean = 0.9 * Math.sin((voice.drums[SNARE]?.count ?? 0) * 2.3 + this.#slot);
    const slit = this.slit.value.set(Math.cos(lean), Math.sin(lean), 0.25 * Math.cos(lean * 2), 0);
    slit.divideScalar(Math.hypot(slit.x, slit.y, slit.z));
    slit.w = slit.x * x + slit.y * 0.55 + slit.z * z;
    const age = sinceHit(voice, SNARE, seconds);
    const open = loudness(voice, SNARE) * amount * blow(age, 0.3) * Math.min(1, age / 0.04);
    this.gap.value = open > 0.01 ? 0.1 * open : -1;
  }

  #openMouth(voice: VoiceTrace, seconds: number, amount: number): void {
    const head = this.balls[BALLS - 2];
    const yawn = pushed(voice, OPEN_HAT, seconds, 0.16) * amount;
    if (head !== undefined)
      this.mouth.value.set(head.x, head.y + 0.02, head.z + head.w * 0.95, yawn > 0.02 ? 0.06 + 0.24 * yawn : -1);
  }
}
