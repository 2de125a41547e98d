import { uniform, vec3 } from "three/tsl";
import type { Node, Vector3 } from "three/webgpu";
import { settle } from "../../drawing/motion.ts";
import { SNARE } from "../../drawing/traces.ts";
import { Vectors } from "../../drawing/vectors.ts";

const RINGS = 7;
const TEARS = 3;
/** What of a stir is kept: when, x, y, drum, strength, side. */
const FIELDS = 6;

/** By drum: how far it pushes out, how far it turns, how fast its ring runs, how broad it is, how soon it is gone. */
interface Shape {
  readonly push: number;
  readonly turn: number;
  readonly run: number;
  readonly breadth: number;
  readonly fade: number;
}

/** In the order of DRUMS; the snare tears, and closed hat and ride stir nothing. */
const SHAPES: readonly (Shape | null)[] = [
  { push: 0.17, turn: 0, run: 1.15, breadth: 0.13, fade: 0.3 },
  null,
  null,
  { push: 0.12, turn: 0, run: 0.25, breadth: 0.4, fade: 0.35 },
  { push: 0, turn: 0.4, run: 0.2, breadth: 0.24, fade: 0.5 },
  { push: -0.24, turn: 0, run: 0.2, breadth: 0.26, fade: 0.3 },
  { push: 0, turn: -0.4, run: 0.2, breadth: 0.24, fade: 0.5 },
  { push: 0.42, turn: 0.06, run: 0.9, breadth: 0.42, fade: 0.55 },
  null,
];

/**
 * What hits drop into the field where they are played, and what ages there: shock rings, vortices
 * and tears. They move all dust that comes near, whosever it is. The oldest gives way.
 */
export class Stirs {
  readonly #stirs = new Float64Array((RINGS + TEARS) * FIELDS).fill(Number.NEGATIVE_INFINITY);
  /** x, y, radius, 1 / breadth; and push, turn. */
  readonly #where = new Vectors(RINGS);
  readonly #what = new Vectors(RINGS);
  /** x, y and the direction of a tear; and how far it pulls, 1 / breadth, 1 / length². */
  readonly #lines = new Vectors(TEARS);
  readonly #pulls = new Vectors(TEARS);
  /** How far the upper half lies aside from the lower. */
  readonly slide = uniform(0);
  #nextRing = 0;
  #nextTear = 0;

  /** `side` is any number that tells this hit from the one before. @realtime yes */
  hit(drum: number, at: Vector3, seconds: number, strength: number, side: number): void {
    let i: number;
    if (drum === SNARE) {
      i = (RINGS + this.#nextTear) * FIELDS;
      this.#nextTear = (this.#nextTear + 1) % TEARS;
    } else if (SHAPES[drum] != null) {
      i = this.#nextRing * FIELDS;
      this.#nextRing = (this.#nextRing + 1) % RINGS;
    } else return;
    const stirs = this.#stirs;
    stirs[i] = seconds;
    stirs[i + 1] = at.x;
    stirs[i + 2] = at.y;
    stirs[i + 3] = drum;
    stirs[i + 4] = strength;
    stirs[i + 5] = side;
  }

  /** @realtime yes */
  update(seconds: number, amount: number): void {
    const stirs = this.#stirs;
    for (let n = 0; n < RINGS; n++) {
      const i = n * FIELDS;
      const age = Math.max(0, seconds - (stirs[i] ?? 0));
      const shape = SHAPES[stirs[i + 3] ?? 0];
      if (shape == null || !(age < 3)) {
        this.#what.set(n, 0, 0);
        continue;
      }
      const strength = (stirs[i + 4] ?? 0) * amount * Math.exp(-age / shape.fade) * Math.min(1, age / 0.05);
      this.#where.set(n, stirs[i + 1] ?? 0, stirs[i + 2] ?? 0, 0.1 + shape.run * age, 1 / (shape.breadth + 0.2 * age));
      this.#what.set(n, shape.push * strength, shape.turn * strength);
    }
    for (let n = 0; n < TEARS; n++) {
      const i = (RINGS + n) * FIELDS;
      const age = Math.max(0, seconds - (stirs[i] ?? 0));
      if (!(age < 3)) {
        this.#pulls.set(n, 0, 0);
        continue;
      }
      const angle = 0.5 * Math.sin((stirs[i + 5] ?? 0) * 2.4) + ((stirs[i + 5] ?? 0) % 2 === 0 ? 0.35 : -0.35);
      this.#lines.set(n, stirs[i + 1] ?? 0, stirs[i + 2] ?? 0, Math.cos(angle), Math.sin(angle));
      const pull = (stirs[i + 4] ?? 0) * amount * settle(age, 0.12) * Math.exp(-age / 0.28);
      this.#pulls.set(n, 0.34 * pull, 1 / 0.05, 1 / 0.3);
    }
  }

  /** Where dust is that would be at `point`. */
  moved(point: Node<"vec3">): Node<"vec3"> {
    let sum: Node<"vec2"> = point.xy;
    for (let n = 0; n < RINGS; n++) {
      const where = this.#where.element(n);
      const what = this.#what.element(n);
      const off = point.xy.sub(where.xy).toVar();
      const away = off.length().toVar();
      const near = away.sub(where.z).mul(where.w).toVar();
      const bump = near.mul(near).add(1).toVar();
      const unit = off.div(away.add(0.06).mul(bump).mul(bump)).toVar();
      sum = sum.add(unit.mul(what.x)).add(unit.yx.mul(vec3(-1, 1, 0).xy).mul(what.y));
    }
    for (let n = 0; n < TEARS; n++) {
      const line = this.#lines.element(n);
      const pull = this.#pulls.element(n);
      const off = point.xy.sub(line.xy).toVar();
      const side = off.y.mul(line.z).sub(off.x.mul(line.w)).mul(pull.y).toVar();
      const far = off.dot(off).mul(pull.z);
      const share = pull.x.mul(side).div(side.abs().add(1)).div(far.mul(far).add(1));
      sum = sum.add(line.zw.mul(share));
    }
    const above = point.y.mul(30).toVar();
    return vec3(sum.x.add(above.div(above.abs().add(1)).mul(this.slide)), sum.y, point.z);
  }
}
