import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { push } from "../../drawing/motion.ts";
import { HIGH_TOM, SNARE } from "../../drawing/traces.ts";
import type { Currents } from "./currents.ts";
import type { Ring } from "./ring.ts";

/** How long a stir is felt, seconds. */
export const FELT = 1.6;
const RISE = 0.09;

/** How strongly each drum of the video moves the paint, in half heights a second. */
const FORCE: readonly number[] = [1.5, 1.35, 0.18, 1.5, 1.2, 0.48, 1.2, 4.8, 0.33];
/** How far the wall's own currents go, in half heights a second. */
const FLOW = 0.048;
/** More than this the water does not take at once. */
const MOST_WASHED = 0.5;

/** What each drum of the video moves it by, in the order of DRUMS. */
const MOVED = ["push", "knife", "comb", "wash", "turn", "lift", "turn", "burst", "swell"] as const;

/** When the paint is moved: for `length` seconds until `seconds`; and how far, by the wall's own currents and by the video's hand. */
export interface Stirring {
  seconds: number;
  length: number;
  seed: number;
  flow: number;
  amount: number;
}

/** Sets what moves the paint: the wall's own currents, and the video's hand. @realtime yes */
export const stir = (into: Currents, ring: Ring, { seconds, length, seed, flow, amount }: Stirring): void => {
  into.phase.value.set(
    (seconds * 0.21 + dice(seed, 1, 0) * TURN) % TURN,
    (seconds * 0.13 + dice(seed, 2, 0) * TURN) % TURN,
  );
  into.flow.value = FLOW * length * flow;
  for (const each of MOVED) into[each].value = 0;
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = ring.since(seconds - FELT); i < ring.size; i++) {
    const hit = ring.at(i);
    const age = seconds - hit.seconds;
    if (age < 0) break;
    if (!hit.stirs) continue;
    const { drum, id, loud, x, y } = hit.stroke;
    const strength = length * (FORCE[drum] ?? 0) * (0.4 + 0.6 * loud) * push(age, RISE) * amount;
    if (hit.seconds >= newest) {
      newest = hit.seconds;
      into.hand.value.set(x, y);
    }
    const back = drum === HIGH_TOM || (drum === SNARE && id % 2 !== 0);
    const moved = MOVED[drum];
    if (moved !== undefined) into[moved].value += back ? -strength : strength;
  }
  into.wash.value = Math.min(MOST_WASHED, into.wash.value);
};
