import type { Color } from "three/webgpu";
import { sprung } from "../../drawing/struck.ts";
import { KICK } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { type Concrete, Piece } from "./concrete.ts";
import { APART, CELL, LOWEST, type Plot, STOREY, WIDER } from "./site.ts";

/** How far a tower gives under its last kick. @realtime yes */
export const sunk = (voice: VoiceTrace, seconds: number): number => 0.16 * sprung(voice, KICK, seconds, 2.2, 0.2);

/** The posts on which towers stand; they grow with the music, and give when its kick lands. */
export class Scaffold {
  /** Of the frame that is drawn: its moment, and how many bars have gone by. */
  seconds = 0;
  bars = 0;
  /** How bright the windows are, and how far the building is exploded. */
  lamps = 1;
  burst = 0;
  readonly #concrete: Concrete;
  readonly #piece = new Piece();

  constructor(concrete: Concrete) {
    this.#concrete = concrete;
  }

  /** Puts one up under a voice's tower. @realtime yes */
  raise(plot: Plot, voice: VoiceTrace, stone: Color): void {
    const p = this.#piece;
    p.yaw = 0;
    p.tilt = 0;
    const top = 0.6 + 0.5 * voice.heat - sunk(voice, this.seconds);
    const apart = 1 + APART * this.burst;
    const reach = CELL * 1.9 * (1 + WIDER * this.burst);
    for (let corner = 0; corner < 4; corner++) {
      p.x = plot.x * apart + (corner % 2 === 0 ? -1 : 1) * reach;
      p.z = plot.z * apart + (corner < 2 ? -1 : 1) * reach;
      p.width = 0.09;
      p.depth = 0.09;
      p.height = top - LOWEST;
      p.y = (top + LOWEST) / 2;
      p.glow = 0.05 * this.lamps + 0.3 * Math.min(1, voice.energy);
      this.#concrete.add(p, stone, 1);
    }
    // A frame around each storey, faint, so that the music's bars can be counted.
    const under = (this.bars % 1) * STOREY;
    for (let storey = 0; storey < 5; storey++)
      for (let side = 0; side < 2; side++) {
        p.x = plot.x * apart;
        p.z = plot.z * apart + (side === 0 ? 1 : -1) * reach;
        p.y = -under - storey * STOREY - sunk(voice, this.seconds);
        p.width = 2 * reach;
        p.height = 0.05;
        p.depth = 0.05;
        p.glow = 0.12 * this.lamps;
        this.#concrete.add(p, stone, 1);
      }
  }
}
