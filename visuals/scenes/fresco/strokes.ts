import { dice } from "../../../shared/chance/dice.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";

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

/**
 * Touches the wall as the brush does when the stroke has been pulled for `age` seconds; nothing
 * when it is over. @realtime yes
 */
export const touch = (s: Stroke, age: number, dab: Dab, paint: (dab: Dab) => void): void => {
  const length = strokeSeconds(s.drum);
  if (age < 0 || age > length) return;
  const { seed, id, surprise } = s;
  const way = age / length;
  const eased = 1 - (1 - way) ** 2;
  const odd = dice(seed, id, 1) * 2 - 1;
  const other = dice(seed, id, 2) * 2 - 1;
  const size = s.size * (0.45 + 0.6 * s.loud);
  // Nobody knows where a surprising stroke lands.
  const x = s.x + odd * (0.3 + 0.25 * surprise);
  const y = s.y + other * (0.3 + 0.2 * surprise);
  dab.grain = dice(seed, id, 3) * 50;
  dab.cover = 0.6;
  dab.round = 0;
  dab.angle = 0;
  switch (s.drum) {
    case KICK:
      dab.x = x;
      dab.y = y - 0.06 * way;
      dab.length = size * 0.27 * (0.35 + 0.65 * eased);
      dab.breadth = dab.length * (0.85 + 0.2 * odd);
      dab.round = 1;
      dab.cover = 0.25;
      paint(dab);
      return;
    case SNARE: {
      const slant = (other > 0 ? 1 : -1) * (0.5 + 0.5 * surprise) + 0.2 * odd;
      const along = (eased - 0.5) * size * 1.15;
      dab.x = x + Math.cos(slant) * along;
      dab.y = y + Math.sin(slant) * along;
      dab.angle = slant;
      dab.length = size * 0.14;
      dab.breadth = size * 0.15;
      paint(dab);
      return;
    }
    case CLOSED_HAT:
      for (const side of [-1, 1] as const) {
        dab.x = x + side * 0.05 * size;
        dab.y = y + 0.16 + side * 0.02;
        dab.angle = 1.1 + 0.3 * odd;
        dab.length = size * 0.075;
        dab.breadth = size * 0.032;
        paint(dab);
      }
      return;
    case OPEN_HAT: {
      const around = Math.PI * (0.2 + 1.5 * eased) * (odd > 0 ? 1 : -1) + other * 3;
      const radius = size * 0.27;
      dab.x = x + Math.cos(around) * radius;
      dab.y = y + 0.1 + Math.sin(around) * radius;
      dab.angle = around + Math.PI / 2;
      dab.length = size * 0.085;
      dab.breadth = size * 0.05;
      paint(dab);
      return;
    }
    case LOW_TOM:
    case MID_TOM:
    case HIGH_TOM: {
      const side = s.drum === LOW_TOM ? -1 : 1;
      const along = eased * size * 0.85;
      const bow = s.drum === MID_TOM ? 0.16 * Math.sin(eased * 6.3) : (s.drum === LOW_TOM ? -0.5 : 0.5) * eased ** 2;
      dab.x = x + side * (along - 0.3 * size);
      dab.y = y + bow * size;
      dab.angle = s.drum === MID_TOM ? Math.cos(eased * 6.3) * 0.8 : side * (s.drum === LOW_TOM ? -1 : 1) * 1.1 * eased;
      if (s.drum === LOW_TOM) dab.angle = Math.PI - dab.angle;
      dab.length = size * 0.12;
      dab.breadth = size * (0.11 - 0.05 * eased);
      paint(dab);
      return;
    }
    case CRASH:
      for (let n = 0; n < DROPS; n++) {
        const around = ((n + dice(seed, id, 10 + n)) / DROPS) * Math.PI * 2;
        const far = size * (0.15 + 0.75 * dice(seed, id, 30 + n)) * eased;
        dab.x = x + Math.cos(around) * far * 1.2;
        dab.y = y + Math.sin(around) * far;
        dab.angle = around;
        dab.round = n % 3 === 0 ? 0 : 1;
        dab.length = size * (0.03 + 0.075 * dice(seed, id, 50 + n) ** 2) * (n % 3 === 0 ? 1.6 : 1);
        dab.breadth = n % 3 === 0 ? dab.length * 0.3 : dab.length;
        paint(dab);
      }
      return;
    case RIDE: {
      const slant = 0.25 * odd;
      for (let n = 0; n < LINES; n++) {
        const along = (eased - 0.5) * size * 1.3;
        dab.x = x + along;
        dab.y = y + slant * along + (n - (LINES - 1) / 2) * 0.062 * size;
        dab.angle = slant;
        dab.length = size * 0.07;
        dab.breadth = size * 0.013;
        paint(dab);
      }
      return;
    }
    default:
  }
};
