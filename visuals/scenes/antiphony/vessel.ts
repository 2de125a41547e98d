import { Color, type Vector3 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { Ring } from "../../drawing/lines/rings.ts";
import { blow, hill, spring } from "../../drawing/motion.ts";
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

const RINGS = 30;
const HEIGHT = 2.5;
/** Where on the vessel each drum lives, 0 its foot to 1 its lip. */
const ORGAN_HEIGHTS = [0.04, 0.5, 0.82, 0.92, 0.24, 0.42, 0.62, 1, 0.97];

/** Circles: a vessel of rings like the shell of a drum. It swells, buzzes and rings like a skin. */
export class Vessel implements Body {
  readonly stand: Stand;
  readonly #ring = new Ring();
  readonly #colour = new Color();

  constructor(stand: Stand) {
    this.stand = stand;
  }

  organ(drum: number, into: Vector3): Vector3 {
    const h = ORGAN_HEIGHTS[drum] ?? 0.5;
    const { x, z, scale } = this.stand;
    return into.set(x, (0.1 + HEIGHT * h) * scale, z + radiusAt(h) * scale);
  }

  draw(ink: Ink, voice: VoiceTrace, seconds: number, tint: Color, hot: Color): void {
    const { x, z, scale } = this.stand;
    const kickAge = sinceHit(voice, KICK, seconds);
    const kick = voice.drums[KICK]?.velocity ?? 0;
    const front = kickAge * 2.6;
    const swell = levelOf(voice, KICK, 0.16);
    const snare = levelOf(voice, SNARE, 0.13);
    const closed = levelOf(voice, CLOSED_HAT, 0.07);
    const open = levelOf(voice, OPEN_HAT, 0.4);
    const crash = levelOf(voice, CRASH, 0.8);
    const ride = levelOf(voice, RIDE, 0.7);
    const precession = seconds * 4.4;

    for (let k = 0; k < RINGS; k++) {
      const h = k / (RINGS - 1);
      const wave = kick * hill(h - front, 0.16) * blow(kickAge, 0.45);
      const struck = snare * hill(h - 0.5, 0.3);
      const top = Math.max(0, (h - 0.66) / 0.34);
      const shut = closed * top;
      const opened = open * top * top;

      const r = this.#ring;
      r.x = x;
      r.z = z;
      r.y = (0.1 + HEIGHT * h - shut * 0.16 * (h - 0.6) + opened * 0.55) * scale;
      const breath = 1 + 0.018 * Math.sin(seconds * 1.3 + h * 5);
      r.radius =
        radiusAt(h) *
        breath *
        scale *
        (1 + 0.5 * wave + 0.3 * swell * (1 - h) ** 2 + 0.28 * opened + 0.55 * crash * h * h);
      const tom = h < 0.33 ? LOW_TOM : h < 0.53 ? MID_TOM : HIGH_TOM;
      const tomLevel = levelOf(voice, tom, 0.3) * hill(h - (ORGAN_HEIGHTS[tom] ?? 0), 0.15);
      r.lobes = tom === LOW_TOM ? 2 : tom === MID_TOM ? 3 : 5;
      const tomAge = sinceHit(voice, tom, seconds);
      r.swing = tomLevel * 0.3 * Math.cos(tomAge * TURN * 5) + 0.012;
      r.turn = (seconds * 0.25 + h * 2) % TURN;
      r.buzz = struck * 0.05 * Math.cos(sinceHit(voice, SNARE, seconds) * 190);
      const lean = ride * 0.2 * h * h + 0.012;
      r.leanX = Math.cos(precession) * lean + spring(sinceHit(voice, HIGH_TOM, seconds), 2.2, 0.3) * 0.06 * h;
      r.leanZ = Math.sin(precession) * lean;
      r.shineAt = (seconds * 0.6 + h * 1.5 + ride * 2) % TURN;
      r.shine = 0.55;
      const light =
        wave * 2.6 + struck * 2.2 + shut * 1.8 + opened * 0.9 + tomLevel * 2 + crash * h * 1.2 + ride * top * 0.8;
      r.width = (0.0085 + 0.007 * Math.min(1, light) + (k === RINGS - 1 || k === 0 ? 0.006 : 0)) * scale;
      this.#colour.copy(tint).lerp(hot, Math.min(0.75, light * 0.3));
      ink.rings.add(r, this.#colour, 0.3 + 0.3 * voice.heat + 0.5 * light);
    }
  }
}

/** The vessel's outline: a foot, a belly, a neck, a lip. */
const radiusAt = (h: number): number => 0.66 + 0.25 * Math.cos(TURN * (h - 0.3)) + 0.22 * h ** 6;
