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
  growing.add({ kind: "iris", voice, side: 0, x, y, scale: 1 }, () => {
    for (let layer = 0; layer < 2; layer++)
      for (let k = 0; k < LAYER; k++) {
        const angle = ((k + 0.5 * layer) / LAYER) * TURN - TURN / 4;
        const uneven = dice(growing.seed, voice * 1000 + layer * LAYER + k, 1) - 0.5;
        const from = layer === 0 ? PUPIL : 0.92 + uneven * 0.1;
        const to = layer === 0 ? 0.92 + uneven * 0.3 : LIMBUS - Math.abs(uneven) * 0.3;
        const foot = point(from, angle);
        const bow = point((from + to) / 2, angle + uneven * 0.06);
        const tip = point(to, angle + uneven * 0.05);
        growing.fibre({ place: k / LAYER, layer }, { bead: true, foot, bow, tip, width: 0.0055 });
      }
    for (const radius of [PUPIL, LIMBUS])
      for (let k = 0; k < ARCS; k++) {
        const angle = (k / ARCS) * TURN - TURN / 4;
        const step = TURN / ARCS;
        const foot = point(radius, angle);
        const bow = point(radius / Math.cos(step / 2), angle + step / 2);
        const tip = point(radius, angle + step);
        growing.fibre({ place: k / ARCS, layer: SKIN }, { bead: false, foot, bow, tip, width: 0.004 });
      }
  });
  // The lids do not turn with the iris.
  growing.add({ kind: "lids", voice, side: 0, x, y, scale: 1 }, () => {
    for (const lid of [1, -1])
      for (let k = 0; k < ARCS / 2; k++) {
        const at = (share: number): [number, number, number] => {
          const across = (share * 4) / ARCS - 1;
          return [x + across * LID, y + lid * LIMBUS * 0.9 * (1 - across * across), z];
        };
        const [foot, tip] = [at(k), at(k + 1)];
        const bow = through(foot, at(k + 0.5), tip);
        growing.fibre({ place: k / ARCS, layer: SKIN }, { bead: false, foot, bow, tip, width: 0.005 });
      }
  });
};
