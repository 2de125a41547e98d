import { Color, type Vector3 } from "three/webgpu";
import { Segment, type Segments } from "../../drawing/lines/segments.ts";
import { notched } from "../../drawing/struck.ts";
import { CRASH, levelOf, RIDE } from "../../drawing/traces.ts";
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

/** The outline of a storey: its middle, half its diagonal, half its thickness. */
class Outline {
  x = 0;
  y = 0;
  z = 0;
  side = 0;
  thick = 0;
  angle = 0;
  light = 0;
}

/** Straight lines: a tower of frames. Whatever is hit snaps round by an eighth of a turn and flashes along its edges. */
export class Tower implements Body {
  readonly stand: Stand;
  readonly #outline = new Outline();
  readonly #edge = new Segment();
  readonly #mast = new Segment({ toWidth: 0.003, soft: 0.3 });
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
      const level = levelOf(voice, drum, storey.fade);
      const turned = notched(voice, drum, seconds, TURN_SECONDS) * (Math.PI / 4);
      // Between hits every storey creeps on, each at its own pace, as if wound up.
      const angle = turned + seconds * 0.05 * (drum % 2 === 0 ? 1 : -1) + drum * 0.4;
      const astray = voice.surprise * 0.22;
      const burst = 1 + 0.32 * level + crash * 0.25 * ((drum * 0.37) % 1);
      const o = this.#outline;
      o.x = x + Math.cos(drum * 2.4 + seconds * 0.3) * astray * scale;
      o.y = storey.y * scale + crash * 0.12 * storey.y * scale;
      o.z = z + Math.sin(drum * 2.4 + seconds * 0.3) * astray * scale;
      o.side = storey.side * burst * scale * Math.SQRT2;
      o.thick = storey.thick * (1 + 0.5 * level) * scale;
      o.angle = angle;
      o.light = 0.5 + 0.4 * voice.heat + 1.6 * level + 0.2 * crash;
      this.#edge.fromWidth = (0.0105 + 0.007 * Math.min(1, level)) * scale;
      this.#colour.copy(tint).lerp(hot, Math.min(0.75, level * 0.7));
      if (drum === CRASH) this.#spire(ink.strokes, o);
      else this.#frame(ink.strokes, o);
      if (drum === RIDE || drum === CRASH) continue;
      o.side *= 0.52 - 0.2 * level;
      o.thick *= 0.6;
      o.angle *= -1.5;
      o.light *= 0.5;
      this.#edge.fromWidth *= 0.7;
      this.#frame(ink.strokes, o);
    }
    this.#colour.copy(tint);
    const mast = this.#mast;
    mast.from.set(x, 0, z);
    mast.to.set(x, 4.5 * scale, z);
    mast.fromWidth = 0.01 * scale;
    ink.strokes.add(mast, this.#colour, 0.22 + voice.energy * 0.4);
  }

  /** A square box of twelve edges. */
  #frame(strokes: Segments, { x, y, z, side, thick, angle, light }: Outline): void {
    const edge = this.#edge;
    edge.toWidth = edge.fromWidth;
    for (let corner = 0; corner < 4; corner++) {
      const a = angle + corner * (Math.PI / 2);
      const ax = x + Math.cos(a) * side;
      const az = z + Math.sin(a) * side;
      const bx = x - Math.sin(a) * side;
      const bz = z + Math.cos(a) * side;
      edge.from.set(ax, y + thick, az);
      edge.to.set(bx, y + thick, bz);
      strokes.add(edge, this.#colour, light);
      edge.from.set(ax, y - thick, az);
      edge.to.set(bx, y - thick, bz);
      strokes.add(edge, this.#colour, light * 0.8);
      edge.to.set(ax, y + thick, az);
      strokes.add(edge, this.#colour, light * 0.8);
    }
  }

  /** A double pyramid. */
  #spire(strokes: Segments, { x, y, z, side, thick, angle, light }: Outline): void {
    const edge = this.#edge;
    const width = edge.fromWidth;
    for (let corner = 0; corner < 4; corner++) {
      const a = angle + corner * (Math.PI / 2);
      edge.from.set(x + Math.cos(a) * side, y, z + Math.sin(a) * side);
      edge.to.set(x - Math.sin(a) * side, y, z + Math.cos(a) * side);
      edge.toWidth = width;
      strokes.add(edge, this.#colour, light);
      edge.toWidth = width * 0.5;
      edge.to.set(x, y + thick * 1.5, z);
      strokes.add(edge, this.#colour, light);
      edge.to.set(x, y - thick, z);
      strokes.add(edge, this.#colour, light * 0.7);
    }
  }
}
