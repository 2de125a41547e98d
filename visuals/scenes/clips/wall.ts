import { settle } from "../../drawing/motion.ts";
import { pushed } from "../../drawing/struck.ts";
import { KICK, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { between, type Corners, corners, LAYOUTS, layOut, middleX, middleY, swell } from "./layouts.ts";

/** How long the wall takes to be rebuilt, seconds. */
const REBUILD_SECONDS = 0.55;
const GAP = 0.022;

/** The screens of the sounding voices: where each is now, and where its film is at home. */
export class Wall {
  readonly screens: readonly Corners[];
  readonly homeX: Float64Array;
  readonly homeY: Float64Array;
  readonly #first: number;
  readonly #from: readonly Corners[];
  readonly #to: readonly Corners[];
  readonly #weights: Float64Array;
  readonly #even: Float64Array;

  /** `first` is the layout before the video has chosen one. */
  constructor(count: number, first: number) {
    this.#first = first;
    this.screens = Array.from({ length: count }, corners);
    this.#from = Array.from({ length: count }, corners);
    this.#to = Array.from({ length: count }, corners);
    this.homeX = new Float64Array(count);
    this.homeY = new Float64Array(count);
    this.#weights = new Float64Array(count);
    this.#even = new Float64Array(count).fill(1);
  }

  /** Builds it for the voices as they are; `open` draws the screens apart. @realtime yes */
  build(voices: readonly VoiceTrace[], video: VoiceTrace | null, seconds: number, aspect: number, open: number): void {
    const count = this.screens.length;
    const snares = video?.drums[SNARE]?.count ?? 0;
    const share = video === null || snares === 0 ? 1 : settle(sinceHit(video, SNARE, seconds), REBUILD_SECONDS);
    const layout = (this.#first + snares) % LAYOUTS;
    const before = (this.#first + Math.max(0, snares - 1)) % LAYOUTS;
    const gap = GAP + open;

    layOut(before, this.#even, aspect, gap, this.#from);
    layOut(layout, this.#even, aspect, gap, this.#to);
    for (let i = 0; i < count; i++) {
      const [from, to, at] = [this.#from[i], this.#to[i], this.screens[i]];
      if (from === undefined || to === undefined || at === undefined) continue;
      between(from, to, share, at);
      this.homeX[i] = middleX(at);
      this.homeY[i] = middleY(at);
    }

    // Who plays has more of the wall.
    for (const voice of voices) {
      if (!voice.sounds || voice.place >= count) continue;
      const kick = pushed(voice, KICK, seconds, 0.09);
      this.#weights[voice.place] = 1 + 0.7 * voice.heat + 0.12 * kick;
    }
    layOut(before, this.#weights, aspect, gap, this.#from);
    layOut(layout, this.#weights, aspect, gap, this.#to);
    for (const voice of voices) {
      const [from, to, at] = [this.#from[voice.place], this.#to[voice.place], this.screens[voice.place]];
      if (!voice.sounds || from === undefined || to === undefined || at === undefined) continue;
      between(from, to, share, at);
      swell(at, 0.035 * pushed(voice, KICK, seconds, 0.09));
    }
  }
}
