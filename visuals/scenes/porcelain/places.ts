import { Vector3 } from "three/webgpu";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Bodies that stand in the room at most; more voices share them. */
export const MOST_BODIES = 6;
/** Where the wall with the window stands. */
export const WALL = -3.2;

/** @realtime yes */
export const slotOf = (voice: VoiceTrace): number => voice.place % MOST_BODIES;

/** The first in front in the middle; the others to the left and right in turn, each row farther out and back. */
export const bodyPosition = (place: number, count: number): Vector3 => {
  if (place === 0) return new Vector3(0, 0, count === 1 ? 0 : 0.75);
  const row = Math.ceil(place / 2);
  const side = place % 2 === 1 ? -1 : 1;
  return new Vector3(side * (0.55 + 0.95 * row), 0, 0.2 - 0.55 * row);
};
