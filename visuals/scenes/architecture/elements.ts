import type { Color } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { spring } from "../../drawing/motion.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
import type { Concrete, Piece } from "./concrete.ts";
import { CELL, STOREY } from "./site.ts";

const STAIRS = 4;
const RAILS = 6;
const PANELS = 8;

/** What one hit has built: where, how large, and how it got there. */
export class Element {
  drum = 0;
  /** The middle of its cell, and the floor it stands on. */
  x = 0;
  y = 0;
  z = 0;
  loud = 0;
  surprise = 0;
  /** Seconds since it landed; below 0 it is still coming. */
  age = 0;
  /** Odd one out, -1 to 1: how far it sticks out and turns if it was a surprise. */
  odd = 0;
  /** From its plot to the plot of whom its voice listens to. */
  towardsX = 1;
  towardsZ = 0;
  presence = 1;
}

/** Draws what a hit has built. `lamps` is how bright the windows are. @realtime yes */
export const build = (into: Concrete, p: Piece, e: Element, stone: Color, tint: Color, lamps: number): void => {
  const landed = Math.max(0, e.age);
  const blow = e.age < 0 ? 0.25 : Math.exp(-landed / 0.28) * (0.4 + 0.9 * e.loud);
  const swing = e.age < 0 ? 0 : spring(landed + 0.0001, 2.4, 0.22);
  const askew = e.surprise * e.odd;
  const size = 0.55 + 0.45 * e.loud;
  place(p, e, askew);
  p.glow = 0.9 * blow;
  switch (e.drum) {
    case KICK:
      set(p, 2.9 * size, 0.2 + 0.14 * e.loud, 2.6 * size);
      p.x -= 0.25 * swing;
      p.y += p.height / 2 - 0.16 * swing;
      into.add(p, stone, e.presence);
      return;
    case SNARE:
      set(p, 1.5 * size, STOREY * 0.86 * size, 0.15);
      // It is thrown upright from lying flat.
      p.tilt = e.age < 0 ? -1.35 : -1.35 * Math.exp(-landed / 0.07) - 0.3 * swing;
      p.y += p.height / 2;
      into.add(p, stone, e.presence);
      return;
    case CLOSED_HAT:
      set(p, 0.26, 0.3 + 0.2 * e.loud, 0.26);
      p.y += 0.35;
      p.glow = (0.7 + 2.4 * blow) * lamps;
      into.add(p, tint, e.presence);
      return;
    case OPEN_HAT:
      set(p, 2.6 * size, 0.11, 0.11);
      p.y += STOREY * 0.8;
      p.glow = (0.8 + 3 * blow) * lamps;
      into.add(p, tint, e.presence);
      return;
    case LOW_TOM:
      set(p, 0.5 * size, STOREY, 0.5 * size);
      p.y += STOREY * (0.5 - (e.age < 0 ? 0 : 0.9 * Math.exp(-landed / 0.12)));
      into.add(p, stone, e.presence);
      return;
    case MID_TOM:
      set(p, Math.hypot(e.towardsX, e.towardsZ) * 0.62, 0.26 * size, 0.3 * size);
      p.yaw = Math.atan2(-e.towardsZ, e.towardsX) + askew * 0.5 + 0.5 * swing;
      p.x += e.towardsX * 0.36;
      p.z += e.towardsZ * 0.36;
      p.y += STOREY * 0.62;
      into.add(p, stone, e.presence);
      return;
    case HIGH_TOM:
      stairs(into, p, e, stone);
      return;
    case CRASH:
      canopy(into, p, e, stone, tint, blow);
      return;
    case RIDE:
      set(p, 0.07, STOREY * 0.62 * size, 0.07);
      railing(into, p, e, stone, tint);
      return;
    default:
  }
};

/** Lays a piece where the hit is, the further aside the more of a surprise it was. */
const place = (p: Piece, e: Element, askew: number): void => {
  p.x = e.x + askew * 1.5;
  p.z = e.z + askew * 0.8;
  p.y = e.y;
  p.yaw = askew * 0.7;
  p.tilt = 0;
};

/** Steps from where the piece lies, one after the other coming up from it. */
const stairs = (into: Concrete, p: Piece, e: Element, stone: Color): void => {
  const { z } = p;
  set(p, CELL * 0.62, 0.18, CELL * 0.34);
  for (let n = 0; n < STAIRS; n++) {
    const up = e.age < 0 ? 1 : 1 - Math.exp(-Math.max(0, e.age - n * 0.05) / 0.05);
    p.y = e.y + 0.1 + (n * STOREY * up) / STAIRS;
    p.z = z - n * CELL * 0.36;
    into.add(p, stone, e.presence);
  }
};

/** A row of bars, through which a wave runs. */
const railing = (into: Concrete, p: Piece, e: Element, stone: Color, tint: Color): void => {
  const { x } = p;
  for (let n = 0; n < RAILS; n++) {
    const ripple = e.age < 0 ? 0 : spring(Math.max(0, e.age - n * 0.06), 1.8, 0.35);
    p.x = x + (n - RAILS / 2) * 0.34;
    p.y = e.y + p.height / 2 + 0.25 * Math.abs(ripple);
    p.tilt = 0.3 * ripple;
    into.add(p, n % 2 === 0 ? tint : stone, e.presence);
  }
};

/** A mast, and panels that fly out from it and stay as a roof. */
const canopy = (into: Concrete, p: Piece, e: Element, stone: Color, tint: Color, blow: number): void => {
  set(p, 0.16, STOREY * 2.2, 0.16);
  p.y = e.y + STOREY * 1.1;
  p.glow = 0.4 + 2.6 * blow;
  into.add(p, tint, e.presence);
  const out = e.age < 0 ? 0.1 : 1 - 0.9 * Math.exp(-e.age / 0.13);
  for (let n = 0; n < PANELS; n++) {
    const around = (n / PANELS) * TURN + e.odd;
    set(p, 1.1, 0.07, 0.62);
    p.x = e.x + Math.cos(around) * out * 1.35 * (0.6 + 0.5 * e.loud);
    p.z = e.z + Math.sin(around) * out * 1.35 * (0.6 + 0.5 * e.loud);
    p.y = e.y + STOREY * 1.9 + 0.35 * Math.sin(around * 3) * e.surprise;
    p.yaw = -around;
    p.glow = 0.8 * blow;
    into.add(p, stone, e.presence);
  }
};

const set = (p: Piece, width: number, height: number, depth: number): void => {
  p.width = width;
  p.height = height;
  p.depth = depth;
};
