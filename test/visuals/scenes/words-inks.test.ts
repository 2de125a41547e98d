import type { Color } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { PALETTES } from "../../../shared/picture/palette.ts";
import { Colours } from "../../../visuals/drawing/colours.ts";
import { luminanceOf } from "../../../visuals/drawing/luminance.ts";
import { Inks } from "../../../visuals/scenes/words/inks.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandOfFour } from "../../helpers/scene-room.ts";

/** What WCAG 2.2 asks of large text, criterion 1.4.3, level AA. */
const LARGE_TEXT = 3;

const contrast = (one: Color, other: Color): number => {
  const [a, b] = [one, other].map(({ r, g, b }) => luminanceOf(r, g, b) + 0.05) as [number, number];
  return Math.max(a, b) / Math.min(a, b);
};

describe.each(PALETTES.map((palette) => ({ name: palette.name, palette })))(
  "words, printed in $name",
  ({ palette }) => {
    it.each([
      ["dark", 0],
      ["white", 1],
    ])(
      "can be read on a %s page, however lively the show: every voice's line, its surprises and the video's",
      (_, paper) => {
        const performance = new Performance(() => {});
        performance.welcome(bandOfFour());
        const { frame } = performance;
        const inks = new Inks(frame.voices.length);
        // So that all five of its colours are a voice's.
        const turned = { ...palette, voices: palette.voices.toReversed() as [string, ...string[]] };
        for (const [intensity, of] of [0, 0.5, 1].flatMap((i) => [palette, turned].map((p) => [i, p] as const))) {
          const colours = new Colours(of);
          frame.intensity = intensity;
          frame.palette.mix(colours, colours, 0);
          inks.mix(frame, paper);
          for (const { index, name } of frame.voices)
            expect(contrast(inks.voice(index), inks.ground), name).toBeGreaterThan(LARGE_TEXT);
          expect(contrast(inks.film, inks.ground)).toBeGreaterThan(LARGE_TEXT);
          expect(contrast(inks.accent, inks.ground)).toBeGreaterThan(LARGE_TEXT);
        }
      },
    );
  },
);
