import { Color, type Vector3 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Ribbon } from "../../drawing/lines/ribbons.ts";
import { spring } from "../../drawing/motion.ts";
import { notched } from "../../drawing/struck.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  MID_TOM,
  OPEN_HAT,
  RIDE,
  SNARE,
  sinceHit,
} from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Body, Ink, Stand } from "./body.ts";

const PER_DRUM = 6;
const RIBBONS = PER_DRUM * 9;
const HEIGHT = 5.6;
/** Azimuths by the golden angle: never two in a row, never a pattern. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** How fast a whip's crack climbs, ribbons a second, by drum. */
const CLIMB = [1.6, 3.2, 6, 2.2, 2, 2.4, 2.8, 1.7, 2];
const FADES = [0.3, 0.22, 0.12, 0.5, 0.34, 0.32, 0.3, 0.9, 0.6];
/** How high above the water each drum's hits happen. */
const ORGAN_HEIGHTS = [0.15, 1.7, 2.8, 3.2, 0.9, 1.4, 2.2, 3.8, 3];

/** Curves: a fountain of threads. What is hit runs up its threads as the crack of a whip, and the whole bends and opens. */
export class Fountain implements Body {
  readonly stand: Stand;
  readonly #ribbon = new Ribbon();
  readonly #colour = new Color();

  constructor(stand: Stand) {
    this.stand = stand;
  }

  organ(drum: number, into: Vector3): Vector3 {
    const { x, z, scale } = this.stand;
    return into.set(x, (ORGAN_HEIGHTS[drum] ?? 1) * scale, z);
  }

  draw(ink: Ink, voice: VoiceTrace, seconds: number, tint: Color, hot: Color): void {
    const { x, z, scale } = this.stand;
    const kick = levelOf(voice, KICK, 0.25);
    const snare = levelOf(voice, SNARE, 0.1);
    const closed = levelOf(voice, CLOSED_HAT, 0.06);
    const open = levelOf(voice, OPEN_HAT, 0.45);
    const crash = levelOf(voice, CRASH, 1);
    const turned = notched(voice, RIDE, seconds, 0.5) * 0.5;
    // The toms bend the whole: low to the left, high to the right, middle towards the viewer.
    const bendX =
      (spring(sinceHit(voice, HIGH_TOM, seconds), 1.3, 0.5) - spring(sinceHit(voice, LOW_TOM, seconds), 1.3, 0.5)) *
      0.9;
    const bendZ = spring(sinceHit(voice, MID_TOM, seconds), 1.3, 0.5) * 0.9;

    for (let i = 0; i < RIBBONS; i++) {
      const drum = i % 9;
      const level = levelOf(voice, drum, FADES[drum] ?? 0.3);
      const rank = (i * 0.618034) % 1;
      const r = this.#ribbon;
      const azimuth = (i * GOLDEN + seconds * 0.07 + turned) % TURN;
      const cos = Math.cos(azimuth);
      const sin = Math.sin(azimuth);
      r.x = x + cos * 0.1 * scale;
      r.y = 0;
      r.z = z + sin * 0.1 * scale;
      r.azimuth = azimuth;
      const bend = bendX * cos + bendZ * sin;
      r.spread =
        (0.4 + 0.75 * rank + 0.1 * Math.sin(seconds * 0.8 + i) + 0.5 * kick + 0.9 * crash + 0.35 * open + bend) * scale;
      r.height = HEIGHT * (0.62 + 0.38 * ((i * 0.754877) % 1) + 0.1 * open - 0.12 * kick) * scale;
      r.sway = (0.1 + 0.26 * voice.surprise + 0.12 * voice.heat + snare * 0.16) * scale;
      r.phase = (seconds * (1.5 + rank) + i * 2.1 + closed * 2) % TURN;
      r.whipAt = sinceHit(voice, drum, seconds) * (CLIMB[drum] ?? 2);
      r.whip = level * 0.3 * scale;
      r.focus = Math.min(1, level * 1.4) * 0.8;
      r.width = (0.011 + 0.007 * Math.min(1, level)) * scale;
      this.#colour.copy(tint).lerp(hot, Math.min(0.7, level * 0.55));
      ink.ribbons.add(r, this.#colour, 0.26 + 0.26 * voice.heat + 1.4 * level + 0.15 * crash);
    }
  }
}
