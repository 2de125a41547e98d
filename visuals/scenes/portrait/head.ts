import { dice } from "../../../shared/chance/dice.ts";
import { clamp01, TURN } from "../../../shared/math/numbers.ts";
import { type Growing, LAYER, SKIN, through } from "./growing.ts";
import { contour, rim } from "./profile.ts";

/** Pieces of the profile. */
const CONTOUR = 30;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** The middle of the brain, in the units of the profile. */
const BRAIN_X = -0.06;
const BRAIN_Y = 0.4;

/** The inner layer rises from the shoulders and ends in the brain; the outer goes from there to the outline. */
export const growHead = (growing: Growing, voice: number, n: number): void => {
  const row = n >> 1;
  const side = n % 2 === 0 ? -1 : 1;
  const scale = 1.68 * 0.78 ** row;
  const x = side * (2.3 + 1.5 * row);
  const y = 0.12 - 0.1 * row;
  const chance = (k: number, throwNumber: number): number => dice(growing.seed, voice * 1000 + k, throwNumber) - 0.5;
  const world = (px: number, py: number, pz: number): [number, number, number] => [
    x - side * px * scale,
    y + py * scale,
    pz * scale - 1.3 * row,
  ];
  growing.add({ kind: "head", voice, side, x, y, scale }, () => {
    const turn = chance(0, 7);
    const beads = Array.from({ length: LAYER }, (_, k) => {
      const out = Math.sqrt((k + 0.5) / LAYER);
      const angle = k * GOLDEN_ANGLE + turn;
      const bx = BRAIN_X + 0.43 * out * Math.cos(angle);
      const by = BRAIN_Y + 0.36 * out * Math.sin(angle);
      const bz = 0.3 * Math.sqrt(1.05 - out * out) * (k % 2 === 0 ? 1 : -1);
      return { bx, by, bz, round: roundFrom(bx, by) };
    });
    for (const [k, { bx, by, bz, round }] of beads.entries()) {
      const stem = ((k * 0.618034) % 1) - 0.5;
      growing.fibre(
        { place: round, layer: 0 },
        {
          bead: true,
          foot: world(-0.2 + stem * 1.25 + chance(k, 1) * 0.06, -1.32 - 0.16 * Math.abs(stem), bz * 0.4),
          bow: world(-0.17 + stem * 0.22 + bx * 0.2, -0.4 + by * 0.3, bz * 0.6),
          tip: world(bx, by, bz),
          width: 0.005,
        },
      );
    }
    const points = rim(LAYER);
    const ends = Array.from({ length: LAYER }, (_, k) => {
      const px = points[2 * k] ?? 0;
      const py = points[2 * k + 1] ?? 0;
      return { k, px, py, round: roundFrom(px, py) };
    });
    // Both go round the same way, so that fibres do not cross more than they must.
    const inner = beads.toSorted((a, b) => a.round - b.round);
    for (const [n, { k, px, py }] of ends.toSorted((a, b) => a.round - b.round).entries()) {
      const { bx, by, bz } = inner[n] ?? { bx: 0, by: BRAIN_Y, bz: 0 };
      const depth = chance(k, 2) * 0.12;
      const [dx, dy] = [px - bx, py - by];
      const swirl = 0.16 + chance(k, 3) * 0.1;
      growing.fibre(
        { place: k / (LAYER - 1), layer: 1 },
        {
          bead: true,
          foot: world(bx, by, bz),
          bow: world((bx + px) / 2 - dy * swirl, (by + py) / 2 + dx * swirl, (bz + depth) / 2),
          tip: world(px, py, depth),
          width: 0.0056,
        },
      );
    }
    growContour(growing, world);
  });
};

/** The line of the profile, in pieces that overlap. */
const growContour = (
  growing: Growing,
  world: (px: number, py: number, pz: number) => [number, number, number],
): void => {
  const points = contour(2 * CONTOUR + 2);
  const point = (k: number): [number, number, number] => world(points[2 * k] ?? 0, points[2 * k + 1] ?? 0, 0);
  for (let k = 0; k < CONTOUR; k++) {
    const [foot, tip] = [point(2 * k), point(2 * k + 2)];
    const bow = through(foot, point(2 * k + 1), tip);
    const place = clamp01((k / CONTOUR - 0.11) / 0.72);
    growing.fibre({ place, layer: SKIN }, { bead: false, foot, bow, tip, width: 0.006 });
  }
};

/** How far round the brain a point is: 0 under the chin, 0.5 at the brow, 1 at the nape. */
const roundFrom = (px: number, py: number): number => {
  const angle = Math.atan2(py - BRAIN_Y, px - BRAIN_X);
  const from = -0.64 * Math.PI;
  return (((angle - from + 2 * TURN) % TURN) / TURN) ** 0.8;
};
