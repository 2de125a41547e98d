import { Color } from "three/webgpu";
import { clamp } from "../../../shared/math/numbers.ts";
import { luminanceOf } from "../../drawing/luminance.ts";
import { mix } from "../../drawing/motion.ts";
import type { Frame } from "../../scene-api/frame.ts";

/** How bright paper is, as a share of the palette's light: brighter, and with its glow it would be white, and all on it. */
const PAPER = 0.34;
/**
 * Relative luminance of inks. On dark pages no less, or they could not be read, and no more: what is
 * brighter flashes where letters only move. On white ones no more, or glow would lift them to the paper.
 */
const DIMMEST = 0.18;
const BRIGHTEST = 0.37;
const PRINTED = 0.02;

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

  /** By a sounding voice's place in the frame. @realtime yes */
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
    for (const { index, place } of voices) {
      const ink = this.#voices[index];
      if (ink !== undefined) tint(ink, palette.voice(place), DIMMEST, BRIGHTEST, paper);
    }
    tint(this.accent, palette.accent, BRIGHTEST, 0.64, paper);
    this.film.copy(palette.video).lerp(night, paper);
  }
}

/** A colour as an ink: as bright as `least` to `most` on dark pages; on white ones purer, as print is, and dark. */
const tint = (into: Color, { r, g, b }: Color, least: number, most: number, paper: number): void => {
  const bright = Math.max(0.01, luminanceOf(r, g, b));
  const glowing = clamp(bright, least, most) / bright;
  const printed = PRINTED / Math.max(0.001, luminanceOf(r * r, g * g, b * b));
  into.setRGB(
    mix(glowing * r, printed * r * r, paper),
    mix(glowing * g, printed * g * g, paper),
    mix(glowing * b, printed * b * b, paper),
  );
};
