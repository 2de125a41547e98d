import { Color, type Vector3 } from "three/webgpu";
import { settle } from "../../drawing/motion.ts";
import { CRASH, levelOf, RIDE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Body, Ink, Stand } from "./body.ts";

/** One storey a drum, in the order of DRUMS: how high it sits, half its side, half its thickness, how long its flash lasts. */
const STOREYS: readonly { y: number; side: number; thick: number; fade: number }[] = [
  { y: 0.34, side: 0.72, thick: 0.22, fade: 0.22 },
  { y: 1.36, side: 0.6, thick: 0.12, fade: 0.16 },
  { y: 2.9, side: 0.28, thick: 0.045, fade: 0.07 },
  { y: 3.22, side: 0.34, thick: 0.09, fade: 0.34 },
  { y: 0.86, side: 0.52, thick: 0.16, fade: 0.26 },
  { y: 1.86, side: 0.46, thick: 0.16, fade: 0.24 },
  { y: 2.36, side: 0.4, thick: 0.15, fade: 0.22 },
  { y: 4.12, side: 0.24, thick: 0.34, fade: 0.9 },
  { y: 3.6, side: 0.5, thick: 0.02, fade: 0.45 },
];

/** How long a storey takes to turn by an eighth. */
const TURN_SECONDS = 0.34;

/** Straight lines: a tower of frames. Whatever is hit snaps round by an eighth of a turn and flashes along its edges. */
export class Tower implements Body {
  readonly stand: Stand;
  readonly #colour = new Color();

  constructor(stand: Stand) {
    this.stand = stand;
  }

  organ(drum: number, into: Vector3): Vector3 {
    const { x, z, scale } = this.stand;
    return into.set(x, (STOREYS[drum]?.y ?? 1) * scale, z);
  }

  draw(ink: Ink, voice: VoiceTrace, seconds: number, tint: Color, hot: Color): void {
    const { x, z, scale } = this.stand;
    const crash = levelOf(voice, CRASH, 0.9);
    for (let drum = 0; drum < STOREYS.length; drum++) {
      const storey = STOREYS[drum];
      if (storey === undefined) continue;
      const count = voice.drums[drum]?.count ?? 0;
      const level = levelOf(voice, drum, storey.fade);
      const turned = (count - 1 + settle(sinceHit(voice, drum, seconds), TURN_SECONDS)) * (Math.PI / 4);
      // Between hits every storey creeps on, each at its own pace, as if wound up.
      const angle = (count === 0 ? 0 : turned) + seconds * 0.05 * (drum % 2 === 0 ? 1 : -1) + drum * 0.4;
      const astray = voice.surprise * 0.22;
      const cx = x + Math.cos(drum * 2.4 + seconds * 0.3) * astray * scale;
      const cz = z + Math.sin(drum * 2.4 + seconds * 0.3) * astray * scale;
      const burst = 1 + 0.32 * level + crash * 0.25 * ((drum * 0.37) % 1);
      const side = storey.side * burst * scale * Math.SQRT2;
      const thick = storey.thick * (1 + 0.5 * level) * scale;
      const y = storey.y * scale + crash * 0.12 * storey.y * scale;
      const light = 0.5 + 0.4 * voice.heat + 1.6 * level + 0.2 * crash;
      const width = (0.0105 + 0.007 * Math.min(1, level)) * scale;
      this.#colour.copy(tint).lerp(hot, Math.min(0.75, level * 0.7));
      if (drum === CRASH) this.#spire(ink, cx, y, cz, side, thick, angle, width, light);
      else this.#frame(ink, cx, y, cz, side, thick, angle, width, light);
      if (drum !== RIDE && drum !== CRASH)
        this.#frame(ink, cx, y, cz, side * (0.52 - 0.2 * level), thick * 0.6, -angle * 1.5, width * 0.7, light * 0.5);
    }
    this.#colour.copy(tint);
    ink.strokes.add(x, 0, z, x, 4.5 * scale, z, 0.01 * scale, 0.003, 0.3, this.#colour, 0.22 + voice.energy * 0.4);
  }

  /** A square box of twelve edges. */
  #frame(
    ink: Ink,
    x: number,
    y: number,
    z: number,
    side: number,
    thick: number,
    angle: number,
    width: number,
    light: number,
  ): void {
    const { strokes } = ink;
    for (let corner = 0; corner < 4; corner++) {
      const a = angle + corner * (Math.PI / 2);
      const ax = x + Math.cos(a) * side;
      const az = z + Math.sin(a) * side;
      const bx = x - Math.sin(a) * side;
      const bz = z + Math.cos(a) * side;
      strokes.add(ax, y + thick, az, bx, y + thick, bz, width, width, 0, this.#colour, light);
      strokes.add(ax, y - thick, az, bx, y - thick, bz, width, width, 0, this.#colour, light * 0.8);
      strokes.add(ax, y - thick, az, ax, y + thick, az, width, width, 0, this.#colour, light * 0.8);
    }
  }

  /** A double pyramid. */
  #spire(
    ink: Ink,
    x: number,
    y: number,
    z: number,
    side: number,
    thick: number,
    angle: number,
    width: number,
    light: number,
  ): void {
    const { strokes } = ink;
    for (let corner = 0; corner < 4; corner++) {
      const a = angle + corner * (Math.PI / 2);
      const ax = x + Math.cos(a) * side;
      const az = z + Math.sin(a) * side;
      strokes.add(ax, y, az, x - Math.sin(a) * side, y, z + Math.cos(a) * side, width, width, 0, this.#colour, light);
      strokes.add(ax, y, az, x, y + thick * 1.5, z, width, width * 0.5, 0, this.#colour, light);
      strokes.add(ax, y, az, x, y - thick, z, width, width * 0.5, 0, this.#colour, light * 0.7);
    }
  }
}
