import { log, max, uniform, vec3 } from "three/tsl";
import { type Color, type Node, Vector3 } from "three/webgpu";
import { Vectors } from "../../drawing/vectors.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** How fast the land drifts away at first, units a second, and the seconds after which it has clearly slowed down. */
export const PACE = 2.2;
const SLOWING = 20;
/** What is older than this is not seen any more, seconds. */
export const MEMORY = 120;
/** How far away the stars stand, and how fast they sink, as the sky turns, units a second. */
export const SKY = -110;
export const SKY_TURNS = 0.12;
/** Half the breadth of a voice's land. */
export const HALF_LAND = 3.3;

const MOST_TINTS = 16;
/** @realtime yes */
export const slotOf = (voice: VoiceTrace): number => voice.index % MOST_TINTS;

/** The middle of a voice's land: the first in the middle, the others to the left and right in turn. @realtime yes */
export const middleOf = (voice: VoiceTrace): number => {
  if (!voice.sounds || voice.place === 0) return 0;
  return (voice.place % 2 === 1 ? -1 : 1) * Math.ceil(voice.place / 2) * 5.1;
};

/** What all shaders of the landscape share: the moment, and the air. */
export class Land {
  /** Seconds on the axis of `birth`. */
  readonly now = uniform(0);
  readonly mist = uniform(new Vector3());
  readonly night = uniform(new Vector3());
  /** How high the land stands. */
  readonly relief = uniform(1);
  readonly #tints = new Vectors(MOST_TINTS);

  /** What lies in the land keeps its voice, not its colour: the colour is the palette's of the moment. @realtime yes */
  tint(slot: number, colour: Color): void {
    this.#tints.light(slot, colour, 1);
  }

  tintOf(slot: Node<"float">): Node<"vec3"> {
    return this.#tints.element(slot.toInt()).xyz;
  }

  age(birth: Node<"float">): Node<"float"> {
    return max(this.now.sub(birth), 0);
  }

  /** Where something of that age lies by now: the older, the farther, the broader and the higher. */
  placed(x: Node<"float">, y: Node<"float">, age: Node<"float">): Node<"vec3"> {
    const z = log(age.div(SLOWING).add(1))
      .mul(-PACE * SLOWING)
      .toVar();
    return vec3(x.mul(z.mul(-0.085).add(1)), y.mul(age.mul(0.02).add(1)), z);
  }
}
