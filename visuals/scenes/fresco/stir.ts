import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { push } from "../../drawing/motion.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
import type { Currents } from "./currents.ts";
import type { Ring } from "./ring.ts";
import type { Stroke } from "./strokes.ts";

/** How long a stir is felt, seconds. */
export const FELT = 1.6;
const RISE = 0.09;

/** How strongly each drum of the video moves the paint, in half heights a second. */
const FORCE: readonly number[] = [1.5, 1.35, 0.18, 1.5, 1.2, 0.48, 1.2, 4.8, 0.33];
/** How far the wall's own currents go, in half heights a second. */
const FLOW = 0.048;
/** More than this the water does not take at once. */
const MOST_WASHED = 0.5;

/**
 * Sets what moves the paint for `length` seconds until `seconds`: the wall's own currents, and the
 * video's hand; `flow` and `amount` are how far. @realtime yes
 */
export const stir = (
  into: Currents,
  ring: Ring,
  seconds: number,
  length: number,
  seed: number,
  flow: number,
  amount: number,
): void => {
  into.phase.value.set(
    (seconds * 0.21 + dice(seed, 1, 0) * TURN) % TURN,
    (seconds * 0.13 + dice(seed, 2, 0) * TURN) % TURN,
  );
  into.flow.value = FLOW * length * flow;
  rest(into);
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = ring.since(seconds - FELT); i < ring.size; i++) {
    const hit = ring.at(i);
    const age = seconds - hit.seconds;
    if (age < 0) break;
    if (!hit.stirs) continue;
    const strength = length * (FORCE[hit.stroke.drum] ?? 0) * (0.4 + 0.6 * hit.stroke.loud) * push(age, RISE) * amount;
    if (hit.seconds >= newest) {
      newest = hit.seconds;
      into.hand.value.set(hit.stroke.x, hit.stroke.y);
    }
    move(into, hit.stroke, strength);
  }
};

/** The video's hand off the wall. */
const rest = (into: Currents): void => {
  into.turn.value = 0;
  into.push.value = 0;
  into.burst.value = 0;
  into.lift.value = 0;
  into.knife.value = 0;
  into.comb.value = 0;
  into.swell.value = 0;
  into.wash.value = 0;
};

/** What one hit of the video adds, each drum in its own way. */
const move = (into: Currents, { drum, id }: Stroke, strength: number): void => {
  switch (drum) {
    case KICK:
      into.push.value += strength;
      break;
    case SNARE:
      into.knife.value += strength * (id % 2 === 0 ? 1 : -1);
      break;
    case CLOSED_HAT:
      into.comb.value += strength;
      break;
    case OPEN_HAT:
      into.wash.value = Math.min(MOST_WASHED, into.wash.value + strength);
      break;
    case LOW_TOM:
      into.turn.value += strength;
      break;
    case MID_TOM:
      into.lift.value += strength;
      break;
    case HIGH_TOM:
      into.turn.value -= strength;
      break;
    case CRASH:
      into.burst.value += strength;
      break;
    case RIDE:
      into.swell.value += strength;
      break;
    default:
  }
};
