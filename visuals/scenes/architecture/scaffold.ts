import type { Color } from "three/webgpu";
import { spring } from "../../drawing/motion.ts";
import { KICK, loudness, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Concrete, Piece } from "./concrete.ts";
import { APART, CELL, LOWEST, type Plot, STOREY, WIDER } from "./site.ts";

/** How far a tower gives under its last kick. @realtime yes */
export const sunk = (voice: VoiceTrace, seconds: number): number =>
  0.16 * loudness(voice, KICK) * spring(sinceHit(voice, KICK, seconds), 2.2, 0.2);

/**
 * The posts on which a tower stands; they grow with the music, and give when its kick lands. `burst`
 * is how far the building is exploded, `bars` how many have gone by. @realtime yes
 */
export const scaffold = (
  concrete: Concrete,
  p: Piece,
  plot: Plot,
  voice: VoiceTrace,
  stone: Color,
  lamps: number,
  burst: number,
  bars: number,
  seconds: number,
): void => {
  p.yaw = 0;
  p.tilt = 0;
  const top = 0.6 + 0.5 * voice.heat - sunk(voice, seconds);
  const apart = 1 + APART * burst;
  const reach = CELL * 1.9 * (1 + WIDER * burst);
  for (let corner = 0; corner < 4; corner++) {
    p.x = plot.x * apart + (corner % 2 === 0 ? -1 : 1) * reach;
    p.z = plot.z * apart + (corner < 2 ? -1 : 1) * reach;
    p.width = 0.09;
    p.depth = 0.09;
    p.height = top - LOWEST;
    p.y = (top + LOWEST) / 2;
    p.glow = 0.05 * lamps + 0.3 * Math.min(1, voice.energy);
    concrete.add(p, stone, 1);
  }
  // A frame around each storey, faint, so that the music's bars can be counted.
  const under = (bars % 1) * STOREY;
  for (let storey = 0; storey < 5; storey++)
    for (let side = 0; side < 2; side++) {
      p.x = plot.x * apart;
      p.z = plot.z * apart + (side === 0 ? 1 : -1) * reach;
      p.y = -under - storey * STOREY - sunk(voice, seconds);
      p.width = 2 * reach;
      p.height = 0.05;
      p.depth = 0.05;
      p.glow = 0.12 * lamps;
      concrete.add(p, stone, 1);
    }
};
