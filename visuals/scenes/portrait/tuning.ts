import { DRUMS_UPWARDS, drumIndex } from "../../../shared/music/drums.ts";
import type { Body } from "./growing.ts";
import { faceAt } from "./profile.ts";

/** The drums from the lowest string to the highest. */
const UPWARDS = DRUMS_UPWARDS.map(drumIndex);
/** @realtime yes */
export const heightOf = (drum: number): number => -0.62 + 0.22 * UPWARDS.indexOf(drum);
/** Where the hand plucks a drum's string: the highest in the middle, the others left and right in turn. */
export const pluckAt = (drum: number): number => {
  const n = UPWARDS.indexOf(drum);
  return (n % 2 === 0 ? -1 : 1) * (8 - n) * 0.1;
};

/** How far the strings reach on a side: to the face there, or out of the picture. */
export const stringEnd = (head: Body | null, side: number, drum: number): number =>
  head === null ? side * 4.6 : head.x - side * head.scale * faceAt((heightOf(drum) - head.y) / head.scale);
