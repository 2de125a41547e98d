import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { type Growing, LAYER, SKIN, through } from "./growing.ts";

/** Radii of the eye, how far its lids reach, and in how many pieces it is drawn. */
const PUPIL = 0.42;
const LIMBUS = 1.5;
const LID = 2.5;
const ARCS = 12;

/** The inner layer stands round the pupil, the outer round that; rings and lids are drawn. */
export const growIris = (growing: Growing, voice: number): void => {
  const [x, y, z] = [0, 0.3, -2.2];
  const point = (r: number, angle: number): [number, number, number] => [
    x + r * Math.cos(angle),
    y + r * Math.sin(angle),
    z,
  ];
  growing.add("iris", voice, 0, x, y, 1, () => {
    for (let layer = 0; layer < 2; layer++)
      for (let k = 0; k < LAYER; k++) {
        const angle = ((k + 0.5 * layer) / LAYER) * TURN - TURN / 4;
        const uneven = dice(growing.seed, voice * 1000 + layer * LAYER + k, 1) - 0.5;
        const from = layer === 0 ? PUPIL : 0.92 + uneven * 0.1;
        const to = layer === 0 ? 0.92 + uneven * 0.3 : LIMBUS - Math.abs(uneven) * 0.3;
        const middle = point((from + to) / 2, angle + uneven * 0.06);
        growing.fibre(
          { place: k / LAYER, layer },
          point(from, angle),
          middle,
          point(to, angle + uneven * 0.05),
          0.0055,
        );
      }
    for (const radius of [PUPIL, LIMBUS])
      for (let k = 0; k < ARCS; k++) {
        const angle = (k / ARCS) * TURN - TURN / 4;
        const step = TURN / ARCS;
        const bow = point(radius / Math.cos(step / 2), angle + step / 2);
        growing.fibre(
          { place: k / ARCS, layer: SKIN },
          point(radius, angle),
          bow,
          point(radius, angle + step),
          0.004,
          false,
        );
      }
  });
  // The lids do not turn with the iris.
  growing.add("lids", voice, 0, x, y, 1, () => {
    for (const lid of [1, -1])
      for (let k = 0; k < ARCS / 2; k++) {
        const at = (share: number): [number, number, number] => {
          const across = (share * 4) / ARCS - 1;
          return [x + across * LID, y + lid * LIMBUS * 0.9 * (1 - across * across), z];
        };
        const bow = through(at(k), at(k + 0.5), at(k + 1));
        growing.fibre({ place: k / ARCS, layer: SKIN }, at(k), bow, at(k + 1), 0.005, false);
      }
  });
};
