import { dice } from "../../../shared/chance/dice.ts";
import { CLOSED_HAT, CRASH, OPEN_HAT, RIDE } from "../../drawing/traces.ts";
import type { Lamps } from "./lamps.ts";
import { HALF_LAND } from "./land.ts";
import type { Outline, Ridges } from "./ridges.ts";

/** In the order of DRUMS; hats and ride raise no hill but light lamps. */
const OUTLINES: readonly (Outline | null)[] = [
  { breadth: 3.3, height: 1.35, sharpness: 0.75, jag: 0.1 },
  { breadth: 2.5, height: 1.7, sharpness: 2, jag: 0.55 },
  null,
  null,
  { breadth: 2.2, height: 0.95, sharpness: 1.3, jag: 0.05 },
  { breadth: 1.9, height: 1.2, sharpness: 1.5, jag: 0.05 },
  { breadth: 1.6, height: 1.45, sharpness: 1.8, jag: 0.05 },
  { breadth: 4.4, height: 2.9, sharpness: 1.6, jag: 0.3 },
  null,
];

/** Where in its voice's land a drum lies, -1 left to 1 right. */
const PLACES: readonly number[] = [0, 0.1, 0.4, -0.4, -0.55, 0, 0.55, 0, 0.2];

/** How far from the middle of the land, in the world's units. @realtime yes */
export const drumOffset = (drum: number): number => (PLACES[drum] ?? 0) * HALF_LAND * 0.7;

const STRING = 9;
const EMBERS = 26;

/** Lays a hit down in the land of its voice. @realtime yes */
export const lay = (
  ridges: Ridges,
  lamps: Lamps,
  seed: number,
  id: number,
  seconds: number,
  drum: number,
  middle: number,
  loud: number,
  surprise: number,
  slot: number,
): void => {
  const chance = dice(seed, id, 0);
  const aside = dice(seed, id, 1) * 2 - 1;
  const x = middle + drumOffset(drum);
  const outline = OUTLINES[drum];
  if (outline != null) {
    const scale = (0.3 + 0.7 * loud) * (1 + 0.6 * surprise) * (0.85 + 0.3 * chance);
    // Those of one moment stand one behind the other, never in one another.
    ridges.add(
      seconds - 0.012 * slot - 0.003 * drum,
      x + aside * 0.5,
      outline,
      scale,
      0.5 * surprise,
      aside * 0.7,
      chance * 40,
      slot,
      0.6 + loud,
    );
  }
  const bright = 0.25 + 0.75 * loud;
  if (drum === CLOSED_HAT) lamps.add(seconds, x + aside * 2.6, 0.12, 0.055, 0, chance, slot, 2.6 * bright);
  if (drum === OPEN_HAT)
    lamps.add(seconds, x + aside * 1.6, 0.15, 0.08, 2.6 * bright * (1 + surprise), chance, slot, 2.8 * bright);
  if (drum === RIDE)
    for (let n = 0; n < STRING; n++) {
      const along = n / (STRING - 1) - 0.5;
      const hang = 0.75 + 1.1 * along * along + surprise * 0.4 * dice(seed, id, 10 + n);
      lamps.add(seconds + n * 0.02, x + along * HALF_LAND * 1.3, hang, 0.04, 0, chance + n * 0.31, slot, 2.2 * bright);
    }
  if (drum === CRASH)
    for (let n = 0; n < EMBERS; n++) {
      const far = dice(seed, id, 40 + 2 * n) * 2 - 1;
      const up = 0.1 + 2.8 * (1 - far * far) * dice(seed, id, 41 + 2 * n);
      lamps.add(seconds + 0.15 * up, x + far * HALF_LAND * 1.4, up, 0.045, 0.3, chance + n * 0.17, slot, 2.6 * bright);
    }
};
