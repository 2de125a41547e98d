import { dice } from "../../../shared/chance/dice.ts";
import type { Growing } from "./growing.ts";
import { heightOf, pluckAt } from "./tuning.ts";

/** Fibres of a finger. */
const FINGER = 10;

/** Nine fingers, each under the string of its drum. */
export const growHand = (growing: Growing, voice: number, n: number): void => {
  const x = (n % 2 === 0 ? 1 : -1) * Math.ceil(n / 2) * 0.45;
  growing.add({ kind: "hand", voice, side: 0, x, y: -2.3, scale: 1 }, () => {
    for (let drum = 0; drum < 9; drum++)
      for (let k = 0; k < FINGER; k++) {
        const off = (throwNumber: number): number =>
          dice(growing.seed, voice * 1000 + drum * 32 + k, throwNumber) - 0.5;
        const reach = x + pluckAt(drum);
        const spread = k / (FINGER - 1) - 0.5;
        const high = heightOf(drum);
        growing.fibre(
          { place: drum, layer: k % 2 },
          {
            bead: true,
            foot: [x + pluckAt(drum) * 0.14 + spread * 0.09, -2.35, 0.3],
            bow: [x + pluckAt(drum) * 1.15 + spread * 0.16 + off(1) * 0.05, (high - 2.3) * 0.5, 0.3 + off(2) * 0.2],
            tip: [reach + spread * 0.1, high - 0.03 - Math.abs(spread) * 0.16 - Math.abs(off(3)) * 0.14, 0.15],
            width: 0.0062,
          },
        );
      }
  });
};
