import { dice } from "../../../shared/chance/dice.ts";
import type { VoiceTrace } from "../frame.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../traces.ts";
import type { Course } from "./fibres.ts";
import { contour, faceAt, rim } from "./profile.ts";

export type BodyKind = "head" | "hand" | "iris" | "lids";

/** One voice's body: which fibres are its, and where it is. */
export interface Body {
  readonly kind: BodyKind;
  readonly slot: number;
  /** Index of its voice in the frame's voices. */
  readonly voice: number;
  readonly first: number;
  readonly count: number;
  /** −1 looks from the left, 1 from the right, 0 neither. */
  readonly side: number;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** What a fibre is to its body. */
export interface Fibre {
  /** Where on the body: 0 the throat, over the face and the crown, to 1 the nape; round the iris; the finger's drum. */
  readonly place: number;
  /** 0 in the inner layer, 1 in the outer; SKIN is no cell. */
  readonly layer: number;
}

/** Fibres of one layer of a body. */
export const LAYER = 128;
/** The layer of what only draws the outline. */
export const SKIN = 2;
const CONTOUR = 30;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** The middle of the brain, in the units of the profile. */
const BRAIN_X = -0.06;
const BRAIN_Y = 0.4;
/** Radii of the eye, how far its lids reach, and in how many pieces it is drawn. */
const PUPIL = 0.42;
const LIMBUS = 1.5;
const LID = 2.5;
const ARCS = 12;
const TURN = 2 * Math.PI;
const FINGER = 10;
const MOST_HEADS = 6;
const MOST_HANDS = 3;

/** The drums from the lowest string to the highest. */
const UPWARDS = [KICK, LOW_TOM, MID_TOM, HIGH_TOM, SNARE, CLOSED_HAT, OPEN_HAT, RIDE, CRASH];
/** @realtime yes */
export const heightOf = (drum: number): number => -0.62 + 0.22 * UPWARDS.indexOf(drum);
/** Where the hand plucks a drum's string: the highest in the middle, the others left and right in turn. */
export const pluckAt = (drum: number): number => {
  const n = UPWARDS.indexOf(drum);
  return (n % 2 === 0 ? -1 : 1) * (8 - n) * 0.1;
};

export class Bodies {
  readonly all: Body[] = [];
  readonly fibres: Fibre[] = [];
  readonly courses: Course[] = [];
  readonly #seed: number;

  constructor(voices: readonly VoiceTrace[], seed: number) {
    this.#seed = seed;
    let heads = 0;
    let hands = 0;
    let irises = 0;
    for (const voice of voices) {
      if (!voice.sounds) {
        if (irises++ === 0) this.#iris(voice.index);
      } else if (voice.kind === "live") {
        if (hands < MOST_HANDS) this.#hand(voice.index, hands++);
      } else if (heads < MOST_HEADS) this.#head(voice.index, heads++);
    }
  }

  /** The nearest head that looks from a side; null when there is none. */
  head(side: number): Body | null {
    return this.all.find((body) => body.kind === "head" && body.side === side) ?? null;
  }

  /** The body of a voice, by its index; null when it has none. @realtime yes */
  of(voice: number): Body | null {
    for (const body of this.all) if (body.voice === voice) return body;
    return null;
  }

  #add(kind: BodyKind, voice: number, side: number, x: number, y: number, scale: number, add: () => void): void {
    const first = this.courses.length;
    add();
    const count = this.courses.length - first;
    this.all.push({ kind, slot: this.all.length, voice, first, count, side, x, y, scale });
  }

  #fibre(fibre: Fibre, foot: Course["foot"], bow: Course["bow"], tip: Course["tip"], width: number, bead = true): void {
    this.fibres.push(fibre);
    this.courses.push({ body: this.all.length, bead, foot, bow, tip, width });
  }

  /** The inner layer rises from the shoulders and ends in the brain; the outer goes from there to the outline. */
  #head(voice: number, n: number): void {
    const row = n >> 1;
    const side = n % 2 === 0 ? -1 : 1;
    const scale = 1.68 * 0.78 ** row;
    const x = side * (2.3 + 1.5 * row);
    const y = 0.12 - 0.1 * row;
    const chance = (k: number, throwNumber: number): number => dice(this.#seed, voice * 1000 + k, throwNumber) - 0.5;
    const world = (px: number, py: number, pz: number): [number, number, number] => [
      x - side * px * scale,
      y + py * scale,
      pz * scale - 1.3 * row,
    ];
    this.#add("head", voice, side, x, y, scale, () => {
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
        this.#fibre(
          { place: round, layer: 0 },
          world(-0.2 + stem * 1.25 + chance(k, 1) * 0.06, -1.32 - 0.16 * Math.abs(stem), bz * 0.4),
          world(-0.17 + stem * 0.22 + bx * 0.2, -0.4 + by * 0.3, bz * 0.6),
          world(bx, by, bz),
          0.005,
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
        this.#fibre(
          { place: k / (LAYER - 1), layer: 1 },
          world(bx, by, bz),
          world((bx + px) / 2 - dy * swirl, (by + py) / 2 + dx * swirl, (bz + depth) / 2),
          world(px, py, depth),
          0.0056,
        );
      }
      this.#contour(world);
    });
  }

  /** The line of the profile, in pieces that overlap. */
  #contour(world: (px: number, py: number, pz: number) => [number, number, number]): void {
    const points = contour(2 * CONTOUR + 2);
    const point = (k: number): [number, number, number] => world(points[2 * k] ?? 0, points[2 * k + 1] ?? 0, 0);
    for (let k = 0; k < CONTOUR; k++) {
      const [from, middle, to] = [point(2 * k), point(2 * k + 1), point(2 * k + 2)];
      const place = Math.min(1, Math.max(0, (k / CONTOUR - 0.11) / 0.72));
      this.#fibre({ place, layer: SKIN }, from, through(from, middle, to), to, 0.006, false);
    }
  }

  /** Nine fingers, each under the string of its drum. */
  #hand(voice: number, n: number): void {
    const x = (n % 2 === 0 ? 1 : -1) * Math.ceil(n / 2) * 0.45;
    this.#add("hand", voice, 0, x, -2.3, 1, () => {
      for (let drum = 0; drum < 9; drum++)
        for (let k = 0; k < FINGER; k++) {
          const off = (throwNumber: number): number =>
            dice(this.#seed, voice * 1000 + drum * 32 + k, throwNumber) - 0.5;
          const reach = x + pluckAt(drum);
          const spread = k / (FINGER - 1) - 0.5;
          this.#fibre(
            { place: drum, layer: k % 2 },
            [x + pluckAt(drum) * 0.14 + spread * 0.09, -2.35, 0.3],
            [
              x + pluckAt(drum) * 1.15 + spread * 0.16 + off(1) * 0.05,
              (heightOf(drum) - 2.3) * 0.5,
              0.3 + off(2) * 0.2,
            ],
            [reach + spread * 0.1, heightOf(drum) - 0.03 - Math.abs(spread) * 0.16 - Math.abs(off(3)) * 0.14, 0.15],
            0.0062,
          );
        }
    });
  }

  /** The inner layer stands round the pupil, the outer round that; rings and lids are drawn. */
  #iris(voice: number): void {
    const [x, y, z] = [0, 0.3, -2.2];
    const point = (r: number, angle: number): [number, number, number] => [
      x + r * Math.cos(angle),
      y + r * Math.sin(angle),
      z,
    ];
    this.#add("iris", voice, 0, x, y, 1, () => {
      for (let layer = 0; layer < 2; layer++)
        for (let k = 0; k < LAYER; k++) {
          const angle = ((k + 0.5 * layer) / LAYER) * TURN - TURN / 4;
          const uneven = dice(this.#seed, voice * 1000 + layer * LAYER + k, 1) - 0.5;
          const from = layer === 0 ? PUPIL : 0.92 + uneven * 0.1;
          const to = layer === 0 ? 0.92 + uneven * 0.3 : LIMBUS - Math.abs(uneven) * 0.3;
          const middle = point((from + to) / 2, angle + uneven * 0.06);
          this.#fibre(
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
          this.#fibre(
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
    this.#add("lids", voice, 0, x, y, 1, () => {
      for (const lid of [1, -1])
        for (let k = 0; k < ARCS / 2; k++) {
          const at = (share: number): [number, number, number] => {
            const across = (share * 4) / ARCS - 1;
            return [x + across * LID, y + lid * LIMBUS * 0.9 * (1 - across * across), z];
          };
          const bow = through(at(k), at(k + 0.5), at(k + 1));
          this.#fibre({ place: k / ARCS, layer: SKIN }, at(k), bow, at(k + 1), 0.005, false);
        }
    });
  }
}

/** The bow of a curve that passes through `middle` half way. */
const through = (from: Course["foot"], middle: Course["bow"], to: Course["tip"]): Course["bow"] => [
  2 * middle[0] - (from[0] + to[0]) / 2,
  2 * middle[1] - (from[1] + to[1]) / 2,
  2 * middle[2] - (from[2] + to[2]) / 2,
];

/** How far round the brain a point is: 0 under the chin, 0.5 at the brow, 1 at the nape. */
const roundFrom = (px: number, py: number): number => {
  const angle = Math.atan2(py - BRAIN_Y, px - BRAIN_X);
  const from = -0.64 * Math.PI;
  return (((angle - from + 4 * Math.PI) % (2 * Math.PI)) / (2 * Math.PI)) ** 0.8;
};

/** How far the strings reach on a side: to the face there, or out of the picture. */
export const stringEnd = (head: Body | null, side: number, drum: number): number =>
  head === null ? side * 4.6 : head.x - side * head.scale * faceAt((heightOf(drum) - head.y) / head.scale);
