import { TURN } from "../../../shared/math/numbers.ts";
import { wayOf } from "../../drawing/struck.ts";
import { loudness, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** What one drum does to the fibres: where, how wide, and how it moves on; places as in Fibre. */
interface Gesture {
  readonly place: number;
  readonly width: number;
  /** Places a second. */
  readonly travel: number;
  readonly thrown: number;
  readonly swing: number;
  /** Swings a second. */
  readonly rate: number;
  readonly light: number;
  readonly pulse: number;
  /** Fibres a second that its pulse runs through. */
  readonly speed: number;
  readonly fade: number;
}

const gesture = (of: Partial<Gesture>): Gesture => ({
  place: 0.5,
  width: 0.1,
  travel: 0,
  thrown: 0,
  swing: 0,
  rate: 3,
  light: 0.4,
  pulse: 1,
  speed: 5,
  fade: 0.3,
  ...of,
});

/** In the order of DRUMS. */
const GESTURES: readonly Gesture[] = [
  gesture({ width: 2, thrown: -0.035, light: 0.06, pulse: 0.35, speed: 3.2, fade: 0.32 }),
  gesture({ place: 0.17, width: 0.1, thrown: 0.2, light: 0.8, pulse: 1.2, speed: 8, fade: 0.16 }),
  gesture({ place: 0.52, width: 0.05, thrown: 0.05, light: 1, pulse: 0.5, speed: 12, fade: 0.09 }),
  gesture({ place: 0.225, width: 0.055, thrown: 0.34, light: 0.5, pulse: 0.8, speed: 4, fade: 0.5 }),
  gesture({ place: 0.94, width: 0.09, swing: 0.2, rate: 2, light: 0.55, fade: 0.5 }),
  gesture({ place: 0.83, width: 0.09, swing: 0.2, rate: 2.7, light: 0.55, fade: 0.42 }),
  gesture({ place: 0.7, width: 0.09, swing: 0.2, rate: 3.6, light: 0.55, fade: 0.34 }),
  gesture({ width: 2, thrown: 0.2, light: 0.1, pulse: 0.25, speed: 2.4, fade: 0.9 }),
  gesture({ place: 0.02, width: 0.04, travel: 1.1, thrown: 0.07, light: 0.9, pulse: 0.3, speed: 9, fade: 0.7 }),
];

const DRUMS = GESTURES.length;
const NEGLIGIBLE = 0.004;
/** The square of how many widths away nothing is felt any more. */
const FAR = 4.6;

/** What the drums of one voice do to its fibres at a moment. */
export class Impulses {
  readonly #strengths = new Float64Array(DRUMS);
  readonly #swings = new Float64Array(DRUMS);
  readonly #places = new Float64Array(DRUMS);
  readonly #pulses = new Float64Array(DRUMS);
  readonly #active = new Int32Array(DRUMS);
  #count = 0;

  thrown = 0;
  swing = 0;
  light = 0;
  pulse = 0;
  pulseAt = 0;

  /** @realtime yes */
  read(voice: VoiceTrace, seconds: number): void {
    this.#count = 0;
    for (let drum = 0; drum < DRUMS; drum++) {
      const of = GESTURES[drum];
      if (of === undefined) continue;
      const age = sinceHit(voice, drum, seconds);
      const rise = Math.min(1, age / 0.025);
      const strength = loudness(voice, drum) * rise * Math.exp(-age / of.fade);
      if (strength < NEGLIGIBLE) continue;
      const way = wayOf(voice, drum);
      this.#strengths[drum] = strength;
      this.#swings[drum] = strength * way * of.swing * Math.sin(age * of.rate * TURN);
      this.#places[drum] = of.place + of.travel * age;
      this.#pulses[drum] = age * of.speed;
      this.#active[this.#count++] = drum;
    }
  }

  /** What they do to the fibre there; read the fields afterwards. @realtime yes */
  at(place: number, layer: number): void {
    this.thrown = 0;
    this.swing = 0;
    this.light = 0;
    this.pulse = 0;
    this.pulseAt = 0;
    for (let i = 0; i < this.#count; i++) {
      const drum = this.#active[i] ?? 0;
      const of = GESTURES[drum];
      if (of === undefined) continue;
      const off = (place - (this.#places[drum] ?? 0)) / of.width;
      if (off * off > FAR) continue;
      const near = Math.exp(-off * off);
      const strength = (this.#strengths[drum] ?? 0) * near;
      this.thrown += strength * of.thrown * (0.35 + 0.65 * layer);
      this.swing += (this.#swings[drum] ?? 0) * near;
      this.light += strength * of.light;
      const pulse = strength * of.pulse;
      if (pulse <= this.pulse) continue;
      this.pulse = pulse;
      // The outer fibres begin where the inner ones end.
      this.pulseAt = (this.#pulses[drum] ?? 0) - layer;
    }
  }
}
