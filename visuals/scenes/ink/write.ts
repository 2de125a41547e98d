import type { Color } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { settle } from "../../drawing/motion.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
import type { Mark, Marks } from "./marks.ts";

/** The three kinds of mark. */
export interface Inks {
  readonly blots: Marks;
  readonly strokes: Marks;
  readonly rings: Marks;
}

/** One hit on the page: where, how large the writing is, and how long ago. */
export class Written {
  seed = 0;
  id = 0;
  drum = 0;
  x = 0;
  y = 0;
  scale = 1;
  loud = 0;
  surprise = 0;
  age = 0;
  dry = 0;
}

/** How far above or below its row a drum is written. */
export const HEIGHTS: readonly number[] = [-0.2, 0, 0.34, 0.3, -0.24, 0, 0.24, 0.02, 0.12];

const SLOPES: readonly number[] = [-0.62, 0.06, 0.62];
const DROPS = 26;
const RAYS = 11;

/** Writes what a drum's hit leaves on the page. @realtime yes */
export const write = (into: Inks, m: Mark, w: Written, colour: Color, hot: Color): void => {
  const { seed, id, scale, loud, surprise, age } = w;
  const odd = dice(seed, id, 1) * 2 - 1;
  const pull = settle(age, 0.22);
  const size = scale * (0.45 + 0.55 * loud);
  m.x = w.x;
  m.y = w.y + (HEIGHTS[w.drum] ?? 0) * scale;
  m.grain = dice(seed, id, 0) * 40;
  m.dry = w.dry;
  m.angle = odd * surprise;
  m.rough = 0.25 + 0.7 * surprise;
  m.bow = 0;
  switch (w.drum) {
    case KICK:
      m.length = size * 0.4 * (0.25 + 0.75 * settle(age, 0.3)) * (1 + 0.05 * Math.min(4, age));
      into.blots.add(m, colour, 1);
      drops(into, m, w, Math.round(2 + 7 * surprise + 3 * loud), 0.75, colour);
      break;
    case SNARE:
      m.angle = 1.05 + 0.35 * odd;
      m.length = size * 0.74 * (0.1 + 0.9 * pull);
      m.breadth = size * 0.13;
      m.rough = 0.6 + 0.4 * surprise;
      into.strokes.add(m, colour, 1);
      break;
    case CLOSED_HAT:
      m.angle = 1.25 + 0.25 * odd;
      m.length = size * 0.13 * (0.3 + 0.7 * pull);
      m.breadth = size * 0.035;
      m.rough = 0.1;
      into.strokes.add(m, colour, 1);
      break;
    case OPEN_HAT:
      m.length = size * 0.27;
      m.breadth = size * 0.06;
      m.bow = 0.92 * settle(age, 0.5);
      into.rings.add(m, colour, 1);
      break;
    case LOW_TOM:
    case MID_TOM:
    case HIGH_TOM:
      m.angle = (SLOPES[w.drum - LOW_TOM] ?? 0) + 0.3 * odd * surprise;
      m.length = size * 0.42 * (0.1 + 0.9 * pull);
      m.breadth = size * 0.085;
      m.bow = w.drum === LOW_TOM ? -0.3 : w.drum === HIGH_TOM ? 0.3 : 0.02;
      m.rough = 0.35 + 0.5 * surprise;
      into.strokes.add(m, colour, 1);
      break;
    case CRASH:
      burst(into, m, w, pull, colour, hot);
      break;
    case RIDE:
      ripples(into, m, w, size, colour);
      break;
    default:
  }
  if (surprise >= 0.5 && w.drum !== CRASH) proof(into, m, w, hot);
};

/** What nobody expected gets a proof-reader's dot. */
const proof = (into: Inks, m: Mark, { x, y, scale, age }: Written, hot: Color): void => {
  m.x = x + scale * 0.16;
  m.y = y + scale * 0.43;
  m.length = scale * 0.045 * settle(age, 0.2);
  m.rough = 0;
  if (m.length > 0) into.blots.add(m, hot, 1);
};

/** Rings one around the other. */
const ripples = (into: Inks, m: Mark, { age, surprise }: Written, size: number, colour: Color): void => {
  m.breadth = size * 0.022;
  m.rough = surprise;
  for (let n = 0; n < 3; n++) {
    m.length = size * (0.1 + 0.11 * n) * (0.6 + 0.4 * settle(age - 0.05 * n, 0.5));
    m.bow = 1.2 * settle(age - 0.07 * n, 0.4);
    if (m.bow > 0) into.rings.add(m, colour, 1);
  }
};

/** Small drops that were thrown out around a mark. */
const drops = (into: Inks, m: Mark, w: Written, count: number, reach: number, colour: Color): void => {
  const { x, y } = m;
  const out = settle(w.age, 0.18);
  for (let n = 0; n < count; n++) {
    const around = dice(w.seed, w.id, 20 + 3 * n) * TURN;
    const far = w.scale * reach * (0.6 + 0.9 * dice(w.seed, w.id, 21 + 3 * n)) * out;
    m.x = x + Math.cos(around) * far;
    m.y = y + Math.sin(around) * far * 0.8;
    m.length = w.scale * (0.012 + 0.055 * dice(w.seed, w.id, 22 + 3 * n) ** 2) * (0.5 + w.loud);
    m.rough = 0.12;
    into.blots.add(m, colour, out);
  }
  m.x = x;
  m.y = y;
};

const burst = (into: Inks, m: Mark, w: Written, pull: number, colour: Color, hot: Color): void => {
  const { x, y } = m;
  const size = w.scale * (0.6 + 0.4 * w.loud);
  for (let n = 0; n < RAYS; n++) {
    const around = ((n + 0.6 * dice(w.seed, w.id, 5 + n)) / RAYS) * TURN;
    const length = size * (0.35 + 0.3 * dice(w.seed, w.id, 90 + n)) * (0.2 + 0.8 * pull);
    m.x = x + Math.cos(around) * (size * 0.3 + length);
    m.y = y + Math.sin(around) * (size * 0.3 + length);
    m.angle = around;
    m.length = length;
    m.breadth = size * 0.045;
    m.rough = 0.8;
    into.strokes.add(m, colour, 1);
  }
  m.x = x;
  m.y = y;
  m.length = size * 0.26;
  m.rough = 0.6;
  into.blots.add(m, hot, pull);
  drops(into, m, w, DROPS, 1.1, colour);
};
