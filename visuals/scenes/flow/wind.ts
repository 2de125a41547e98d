import { sin, uniform, vec3 } from "three/tsl";
import { type Node, Vector3 } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";

/** Each gust: waves to a unit of length, how far it carries, how fast it changes, how much of it is seen late in a life. */
const GUSTS = [
  { waves: 1.9, far: 0.3, pace: 0.31, lag: 1.4 },
  { waves: 3.7, far: 0.13, pace: 0.47, lag: 2.6 },
  { waves: 8.3, far: 0.045, pace: 0.83, lag: 4.2 },
] as const;

/**
 * The field that carries the dust. Each gust moves a point along every axis in turn by a wave over
 * the next axis, as in the flow of Arnold, Beltrami and Childress: shears only, so that dust is
 * neither thinned nor gathered but folded, the finer the older it is.
 */
export class Wind {
  readonly strength = uniform(1);
  readonly #phases = GUSTS.map(() => uniform(new Vector3()));
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** `driven` are the seconds by which the wind is ahead of the clock. @realtime yes */
  update(seconds: number, driven: number, strength: number): void {
    this.strength.value = strength;
    for (const [i, { pace }] of GUSTS.entries()) {
      const phase = (n: number): number =>
        ((seconds + driven) * pace * (0.8 + 0.2 * n) + TURN * dice(this.#seed, i, n)) % TURN;
      this.#phases[i]?.value.set(phase(0), phase(1), phase(2));
    }
  }

  /** Where dust is by now that would be at `point` without wind; `out` is how far on its way, `age` how old, both 0 to 1. */
  blown(point: Node<"vec3">, out: Node<"float">, age: Node<"float">): Node<"vec3"> {
    let at = point;
    const carried = out.mul(this.strength).toVar();
    for (const [i, { waves, far, lag }] of GUSTS.entries()) {
      const phase = this.#phases[i] ?? uniform(new Vector3());
      // Old dust was carried by the wind of some time ago.
      const late = phase.sub(age.mul(lag)).toVar();
      const share = carried.mul(far).toVar();
      const x = at.x.add(sin(at.y.mul(waves).add(late.x)).mul(share)).toVar();
      const y = at.y.add(sin(at.z.mul(waves).add(late.y)).mul(share)).toVar();
      const z = at.z.add(sin(x.mul(waves).add(late.z)).mul(share)).toVar();
      at = vec3(x, y, z).toVar();
    }
    return at;
  }
}
