import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Height of a storey, which is a bar of music. */
export const STOREY = 1.45;
/** A storey's plan is four by four cells, each a sixteenth of the bar. */
export const CELL = 0.82;
const CELLS = 4;
/** Above and below the present nothing is seen. */
export const HIGHEST = 9;
export const LOWEST = -14;
/** How far plots move away from one another in the exploded view, and how much wider each becomes. */
export const APART = 0.35;
export const WIDER = 0.8;

/** Where a voice builds. */
export interface Plot {
  readonly x: number;
  readonly z: number;
}

/** The first in front, in the middle; the others behind it, to the left and right in turn. */
export const plotOf = (voice: VoiceTrace): Plot => {
  const { place } = voice;
  if (place === 0) return { x: 0, z: 2.6 };
  const row = Math.ceil(place / 2);
  return { x: (place % 2 === 1 ? -1 : 1) * (1.2 + 4.4 * row), z: 1.2 - 2.4 * row };
};

/** From the middle of the plot to the middle of a cell, by sixteenth of the bar; rows run to and fro. @realtime yes */
export const cellX = (step: number): number => {
  const row = step >> 2;
  const column = row % 2 === 0 ? step & 3 : 3 - (step & 3);
  return (column - (CELLS - 1) / 2) * CELL;
};

/** @realtime yes */
export const cellZ = (step: number): number => ((CELLS - 1) / 2 - (step >> 2)) * CELL;
