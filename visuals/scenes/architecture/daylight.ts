import { dice } from "../../../shared/chance/dice.ts";
import { shine } from "../../drawing/colours.ts";
import { wayOf } from "../../drawing/struck.ts";
import { CLOSED_HAT, levelOf, loudness, OPEN_HAT, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { SceneContext } from "../../scene-api/scene.ts";
import { type Backdrop, LINES_APART } from "./backdrop.ts";
import type { Concrete } from "./concrete.ts";
import { STOREY } from "./site.ts";

/**
 * The light on the building and behind it: dusk by the palette, a sun that swings slowly, and the
 * sheets of light that the video's snare and open hat send through.
 */
export class Daylight {
  readonly #concrete: Concrete;
  readonly #backdrop: Backdrop;
  readonly #barBeats: number;
  readonly #seed: number;

  constructor(concrete: Concrete, backdrop: Backdrop, { beatsPerBar, seed }: SceneContext) {
    this.#concrete = concrete;
    this.#backdrop = backdrop;
    this.#barBeats = beatsPerBar;
    this.#seed = seed;
  }

  /** `air` is how bright the dusk is, `slope` the eye's. @realtime yes */
  update(frame: Frame, video: VoiceTrace | null, air: number, slope: number): void {
    const concrete = this.#concrete;
    const backdrop = this.#backdrop;
    const seconds = frame.at / 1000;
    const { palette } = frame;
    const dusk = (0.9 + 1.7 * frame.intensity) * air;
    const { r, g, b } = palette.horizon;
    backdrop.low.value.set(r * dusk + 0.02, g * dusk + 0.02, b * dusk + 0.02);
    shine(backdrop.high.value, palette.horizon, dusk * 0.3, palette.night, 1);
    concrete.mist.value.copy(backdrop.low.value);
    backdrop.slope.value = slope;
    const risen = ((frame.beat / this.#barBeats) * STOREY * 0.12) % LINES_APART;
    backdrop.shift.value.set(0, risen + 0.01 * Math.sin(seconds * 0.4));
    const line =
      0.05 + (video === null ? 0 : 0.12 * Math.min(1.2, video.energy) + 0.25 * levelOf(video, CLOSED_HAT, 0.2));
    shine(backdrop.lines.value, palette.video, line);

    const swing = 0.35 * Math.sin(seconds * 0.11 + dice(this.#seed, 0, 1) * 6);
    concrete.sun.value.set(Math.sin(0.9 + swing) * 0.62, 0.66, Math.cos(0.9 + swing) * 0.42);
    const bright = 1.25 + 0.6 * frame.intensity;
    shine(concrete.light.value, palette.light, bright);
    concrete.shade.value.set(0.05 + r * 1.5, 0.05 + g * 1.5, 0.05 + b * 1.5);
    concrete.sheets.value.set(99, 99);
    concrete.sheetLight.value.set(0, 0, 0);
    if (video === null) return;
    const slap = sinceHit(video, SNARE, seconds);
    const scan = sinceHit(video, OPEN_HAT, seconds);
    const way = wayOf(video, SNARE);
    concrete.sheets.value.set(way * (-9 + 26 * slap), -9 + 11 * scan);
    const sheet =
      0.15 + 0.8 * Math.max(loudness(video, SNARE) * Math.exp(-slap), loudness(video, OPEN_HAT) * Math.exp(-scan));
    if (slap < 2 || scan < 3) shine(concrete.sheetLight.value, palette.video, sheet);
  }
}
