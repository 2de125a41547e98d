import { Color } from "three/webgpu";
import { luminanceOf } from "../../drawing/luminance.ts";
import { mix } from "../../drawing/motion.ts";
import type { Frame } from "../../scene-api/frame.ts";

/** How bright paper and ink are at most, in linear light: what is brighter flashes where letters only move. */
const PAPER = 0.5;
const BRIGHTEST = 0.37;

/** What a page is printed with, from a palette of light: on dark paper it glows, on white it is dark. */
export class Inks {
  /** The paper. */
  readonly ground = new Color();
  /** What the video prints. */
  readonly film = new Color();
  readonly accent = new Color();
  readonly #voices: readonly Color[];
  readonly #white = new Color();

  constructor(voices: number) {
    this.#voices = Array.from({ length: voices }, () => new Color());
  }

  /** By a voice's place in the frame. @realtime yes */
  voice(index: number): Color {
    return this.#voices[index] ?? this.film;
  }

  /** `paper` goes from 0, dark, to 1, white. @realtime yes */
  mix({ palette, voices, intensity }: Frame, paper: number): void {
    const { night, horizon, light } = palette;
    this.ground
      .copy(night)
      .lerp(horizon, 0.1 + 0.12 * intensity)
      .lerp(this.#white.copy(light).multiplyScalar(PAPER), paper);
    for (const { index, place, sounds } of voices) {
      const ink = this.#voices[index];
      if (ink === undefined) continue;
      ink.copy(sounds ? palette.voice(place) : palette.video);
      const bright = luminanceOf(ink.r, ink.g, ink.b);
      const most = sounds ? Math.min(1.05, BRIGHTEST / Math.max(0.01, bright)) : 1.05;
      // On white, what is bright is printed dark, or it could not be read.
      const dark = paper * (sounds ? Math.min(0.82, Math.max(0, (bright - 0.42) * 2.2)) : 1);
      ink.lerp(night, dark).multiplyScalar(mix(most, 0.62, paper));
    }
    this.film.copy(palette.video).lerp(night, paper);
    this.accent
      .copy(palette.accent)
      .multiplyScalar(0.8)
      .lerp(night, paper * 0.5);
  }
}
