import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { LOW_TOM, MID_TOM } from "../../drawing/traces.ts";

/** One touch of a brush, in half heights of the wall. */
export interface Dab {
  x: number;
  y: number;
  /** Half its length and breadth. */
  length: number;
  breadth: number;
  angle: number;
  /** 0 a flat brush with bristles, 1 a round one. */
  round: number;
  /** How much of what is below it covers, 0 to 1. */
  cover: number;
  /** Makes each brush another. */
  grain: number;
}

/** One hit, as it is painted. */
export interface Stroke {
  seed: number;
  id: number;
  drum: number;
  /** Where the voice's brush is at home, and how large it is. */
  x: number;
  y: number;
  size: number;
  loud: number;
  surprise: number;
}

/** How long each drum's stroke is pulled, seconds. */
const LENGTHS: readonly number[] = [0.3, 0.2, 0.12, 0.45, 0.4, 0.4, 0.4, 0.3, 0.55];
const DROPS = 16;
const LINES = 5;

/** How long a drum's stroke is pulled, seconds. @realtime yes */
export const strokeSeconds = (drum: number): number => LENGTHS[drum] ?? 0.3;

/** How long the longest stroke takes, seconds. */
export const LONGEST = 0.6;

/** Touches the wall where the stroke is after a share of its way; the dab lies where the stroke's middle is. */
type Pull = (s: Stroke, way: number, dab: Dab, paint: (dab: Dab) => void) => void;

/** Two numbers from -1 to 1 of every stroke's own. */
const oddOf = ({ seed, id }: Stroke): number => dice(seed, id, 1) * 2 - 1;
const otherOf = ({ seed, id }: Stroke): number => dice(seed, id, 2) * 2 - 1;
const sizeOf = ({ size, loud }: Stroke): number => size * (0.45 + 0.6 * loud);
const easedOf = (way: number): number => 1 - (1 - way) ** 2;

/** A round blot that spreads as it sinks. */
const blot: Pull = (s, way, dab, paint) => {
  dab.y -= 0.06 * way;
  dab.length = sizeOf(s) * 0.27 * (0.35 + 0.65 * easedOf(way));
  dab.breadth = dab.length * (0.85 + 0.2 * oddOf(s));
  dab.round = 1;
  dab.cover = 0.25;
  paint(dab);
};

/** One broad slanting stroke. */
const slash: Pull = (s, way, dab, paint) => {
  const size = sizeOf(s);
  const slant = (otherOf(s) > 0 ? 1 : -1) * (0.5 + 0.5 * s.surprise) + 0.2 * oddOf(s);
  const along = (easedOf(way) - 0.5) * size * 1.15;
  dab.x += Math.cos(slant) * along;
  dab.y += Math.sin(slant) * along;
  dab.angle = slant;
  dab.length = size * 0.14;
  dab.breadth = size * 0.15;
  paint(dab);
};

/** Two short ticks side by side. */
const ticks: Pull = (s, _way, dab, paint) => {
  const size = sizeOf(s);
  const { x, y } = dab;
  dab.angle = 1.1 + 0.3 * oddOf(s);
  dab.length = size * 0.075;
  dab.breadth = size * 0.032;
  for (let side = -1; side <= 1; side += 2) {
    dab.x = x + side * 0.05 * size;
    dab.y = y + 0.16 + side * 0.02;
    paint(dab);
  }
};

/** Most of a circle, either way round. */
const hook: Pull = (s, way, dab, paint) => {
  const size = sizeOf(s);
  const around = Math.PI * (0.2 + 1.5 * easedOf(way)) * (oddOf(s) > 0 ? 1 : -1) + otherOf(s) * 3;
  const radius = size * 0.27;
  dab.x += Math.cos(around) * radius;
  dab.y = dab.y + 0.1 + Math.sin(around) * radius;
  dab.angle = around + Math.PI / 2;
  dab.length = size * 0.085;
  dab.breadth = size * 0.05;
  paint(dab);
};

/** A tom's line: the low one bows down to the left, the middle one winds, the high one bows up to the right. */
const bow: Pull = (s, way, dab, paint) => {
  const size = sizeOf(s);
  const eased = easedOf(way);
  const low = s.drum === LOW_TOM;
  const winds = s.drum === MID_TOM;
  const side = low ? -1 : 1;
  dab.x += side * (eased * size * 0.85 - 0.3 * size);
  dab.y += (winds ? 0.16 * Math.sin(eased * 6.3) : (low ? -0.5 : 0.5) * eased ** 2) * size;
  dab.angle = winds ? Math.cos(eased * 6.3) * 0.8 : 1.1 * eased;
  if (low) dab.angle = Math.PI - dab.angle;
  dab.length = size * 0.12;
  dab.breadth = size * (0.11 - 0.05 * eased);
  paint(dab);
};

/** Drops thrown out all around, every third of them a dash. */
const splash: Pull = (s, way, dab, paint) => {
  const { seed, id } = s;
  const size = sizeOf(s);
  const eased = easedOf(way);
  const { x, y } = dab;
  for (let n = 0; n < DROPS; n++) {
    const dash = n % 3 === 0;
    const around = ((n + dice(seed, id, 10 + n)) / DROPS) * TURN;
    const far = size * (0.15 + 0.75 * dice(seed, id, 30 + n)) * eased;
    dab.x = x + Math.cos(around) * far * 1.2;
    dab.y = y + Math.sin(around) * far;
    dab.angle = around;
    dab.round = dash ? 0 : 1;
    dab.length = size * (0.03 + 0.075 * dice(seed, id, 50 + n) ** 2) * (dash ? 1.6 : 1);
    dab.breadth = dash ? dab.length * 0.3 : dab.length;
    paint(dab);
  }
};

/** Fine lines one over the other. */
const staff: Pull = (s, way, dab, paint) => {
  const size = sizeOf(s);
  const along = (easedOf(way) - 0.5) * size * 1.3;
  const { y } = dab;
  dab.angle = 0.25 * oddOf(s);
  dab.x += along;
  dab.length = size * 0.07;
  dab.breadth = size * 0.013;
  for (let n = 0; n < LINES; n++) {
    dab.y = y + dab.angle * along + (n - (LINES - 1) / 2) * 0.062 * size;
    paint(dab);
  }
};

/** By drum. */
const PULLS: readonly Pull[] = [blot, slash, ticks, hook, bow, bow, bow, splash, staff];

/**
 * Touches the wall as the brush does when the stroke has been pulled for `age` seconds; nothing
 * when it is over. @realtime yes
 */
export const touch = (s: Stroke, age: number, dab: Dab, paint: (dab: Dab) => void): void => {
  const length = strokeSeconds(s.drum);
  if (age < 0 || age > length) return;
  // Nobody knows where a surprising stroke lands.
  dab.x = s.x + oddOf(s) * (0.3 + 0.25 * s.surprise);
  dab.y = s.y + otherOf(s) * (0.3 + 0.2 * s.surprise);
  dab.grain = dice(s.seed, s.id, 3) * 50;
  dab.cover = 0.6;
  dab.round = 0;
  dab.angle = 0;
  PULLS[s.drum]?.(s, age / length, dab, paint);
};
