import { Color, type Vector3 } from "three/webgpu";
import type { Palette } from "../../shared/picture/palette.ts";
import { luminanceOf } from "./luminance.ts";

/** How many voices have a colour of their own at once. */
const VOICES = 8;

/** A palette as light: what scenes read, and what goes from one palette to the next. */
export class Colours {
  readonly night = new Color();
  readonly horizon = new Color();
  readonly light = new Color();
  readonly accent = new Color();
  readonly video = new Color();
  readonly #voices: readonly Color[] = Array.from({ length: VOICES }, () => new Color());

  constructor(palette: Palette) {
    this.night.set(palette.night);
    this.horizon.set(palette.horizon);
    this.light.set(palette.light);
    this.accent.set(palette.accent);
    this.video.set(palette.video);
    for (const [i, colour] of this.#voices.entries())
      colour.set(palette.voices[i % palette.voices.length] ?? palette.light);
  }

  /** The colour of the voice at a place among the sounding ones. @realtime yes */
  voice(place: number): Color {
    return this.#voices[place % VOICES] ?? this.light;
  }

  /** The colour of any voice of a frame: the video's own for those that are not heard. @realtime yes */
  of({ sounds, place }: { readonly sounds: boolean; readonly place: number }): Color {
    return sounds ? this.voice(place) : this.video;
  }

  /** Becomes what lies between two others, `share` from 0 to 1. @realtime yes */
  mix(from: Colours, to: Colours, share: number): void {
    this.night.lerpColors(from.night, to.night, share);
    this.horizon.lerpColors(from.horizon, to.horizon, share);
    this.light.lerpColors(from.light, to.light, share);
    this.accent.lerpColors(from.accent, to.accent, share);
    this.video.lerpColors(from.video, to.video, share);
    for (let i = 0; i < VOICES; i++) this.#voices[i]?.lerpColors(from.voice(i), to.voice(i), share);
  }
}

/** Makes `into` what `colour` is, but no brighter than `most` in relative luminance; its hue stays. @realtime yes */
export const tempered = (into: Color, colour: Color, most: number): Color =>
  into.copy(colour).multiplyScalar(Math.min(1, most / Math.max(0.01, luminanceOf(colour.r, colour.g, colour.b))));

/** Makes `into` so many times the light of a colour, and so many times that of another. @realtime yes */
export const shine = (into: Vector3, one: Color, times = 1, other = one, otherTimes = 0): Vector3 =>
  into.set(
    one.r * times + other.r * otherTimes,
    one.g * times + other.g * otherTimes,
    one.b * times + other.b * otherTimes,
  );
