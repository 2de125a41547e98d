import { dice } from "../../../shared/chance/dice.ts";
import type { Growing } from "./growing.ts";
import { heightOf, pluckAt } from "./tuning.ts";

/** Fibres of a finger. */
const FINGER = 10;

/** Nine fingers, each under the string of its drum. */
export const growHand = (growing: Growing, voice: number, n: number): void => {
  const x = (n % 2 === 0 ? 1 : -1) * Math.ceil(n / 2) * 0.45;
  growing.add("hand", voice, 0, x, -2.3, 1, () => {
    for (let drum = 0; drum < 9; drum++)
      for (let k = 0; k < FINGER; k++) {
        const off = (throwNumber: number): number =>
          dice(growing.seed, voice * 1000 + drum * 32 + k, throwNumber) - 0.5;
        const reach = x + pluckAt(drum);
        const spread = k / (FINGER - 1) - 0.5;
        growing.fibre(
          { place: drum, layer: k % 2 },
          [x + pluckAt(drum) * 0.14 + spread * 0.09, -2.35, 0.3],
          [x + pluckAt(drum) * 1.15 + spread * 0.16 + off(1) * 0.05, (heightOf(drum) - 2.3) * 0.5, 0.3 + off(2) * 0.2],
          [reach + spread * 0.1, heightOf(drum) - 0.03 - Math.abs(spread) * 0.16 - Math.abs(off(3)) * 0.14, 0.15],
          0.0062,
        );
      }
  });
};
