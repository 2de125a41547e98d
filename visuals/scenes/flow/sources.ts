import { Vector3 } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Voices that have a source of their own; more share them. */
export const MOST_SOURCES = 8;

/** Where a voice's dust comes from, and the plane in which it streams out. */
export interface Source {
  readonly at: Vector3;
  /** Two directions across the plane, and the one out of it. */
  readonly across: Vector3;
  readonly upward: Vector3;
  readonly out: Vector3;
  /** How large its veil is. */
  readonly size: number;
}

/** @realtime yes */
export const slotOf = (voice: VoiceTrace): number => voice.place % MOST_SOURCES;

/** The first in front, low in the middle; the others to the left and right in turn, each row farther away. */
export const sourceOf = (seed: number, place: number, count: number): Source => {
  const chance = (n: number): number => dice(seed, place, n) * 2 - 1;
  const side = place % 2 === 1 ? -1 : 1;
  const row = Math.ceil(place / 2);
  const first = place === 0;
  const at = first
    ? new Vector3(0.05 * chance(1), count === 1 ? 0 : -0.3, 0.25)
    : new Vector3(side * (0.42 + 0.64 * row), 0.2 + 0.12 * chance(2) - 0.2 * (row - 1), -0.15 - 0.45 * (row - 1));
  // Each looks a little past the viewer.
  const out = new Vector3(
    first ? 0.25 * chance(3) : -side * 0.45 + 0.2 * chance(3),
    first ? 0.42 : -0.1 + 0.3 * chance(4),
    1,
  ).normalize();
  const across = new Vector3(0, 1, 0).cross(out).normalize();
  const upward = out.clone().cross(across);
  return { at, across, upward, out, size: (count === 1 ? 1.2 : first ? 0.95 : 1) * 0.97 ** (row - 1) };
};
