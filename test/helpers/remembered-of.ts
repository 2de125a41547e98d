import { DRUM_COUNT, type Drum, drumIndex } from "../../shared/music/drums.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import { ms } from "../../shared/time/units.ts";

/** Bars of drums, each written as its drum's places of a bar: how sure they are. */
type Bar = Readonly<Partial<Record<Drum, Readonly<Record<number, number>>>>>;

/** What is remembered of `voice` from `at` on: the bar, and what else the caller says. */
export const rememberedOf = (voice: string, at: number, bar: Bar, changes: Partial<Remembered> = {}): Remembered => {
  const { stepsPerBar = 16 } = changes;
  const sureness = new Array<number>(DRUM_COUNT * stepsPerBar).fill(0);
  for (const [drum, places] of Object.entries(bar) as [Drum, Readonly<Record<number, number>>][])
    for (const [place, sure] of Object.entries(places)) sureness[drumIndex(drum) * stepsPerBar + Number(place)] = sure;
  return { voice, at: ms(at), steps: 512, stepsPerBar, sureness, ...changes };
};

const every = (step: number, sure: number, offset = 0): Record<number, number> =>
  Object.fromEntries(Array.from({ length: 16 / step }, (_, i) => [i * step + offset, sure]));

/** A drummer who is sure of the backbeat, and plays about with the rest. */
export const ROCK: Bar = {
  kick: { 0: 0.98, 6: 0.35, 8: 0.9, 10: 0.6, 14: 0.15 },
  snare: { 4: 0.99, 7: 0.2, 9: 0.25, 12: 0.97, 15: 0.3 },
  closed_hat: { ...every(2, 0.95), 14: 0.4, 15: 0.2 },
  open_hat: { 14: 0.55 },
  crash: { 0: 0.2 },
  low_tom: { 13: 0.15, 14: 0.2, 15: 0.25 },
  mid_tom: { 12: 0.12, 13: 0.2 },
};
