import { describe, expect, it } from "vitest";
import {
  hexOf,
  isHexColour,
  type LinearRgb,
  linearOf,
  linearOfOklab,
  oklabOf,
} from "../../../server/core/show/oklab.ts";
import { paletteOf } from "../../../server/core/show/palette-of.ts";
import { PALETTES, type Palette, paletteNamed } from "../../../shared/picture/palette.ts";
import { luminanceOf } from "../../../visuals/drawing/luminance.ts";
import { oklabDistance } from "../../helpers/oklab-distance.ts";

/**
 * What eyes without one kind of cones see of linear light: Machado, Oliveira and Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.
 */
const EYES: Readonly<Record<string, readonly number[]>> = {
  "all cones": [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const seen = (hex: string, eye: readonly number[]): LinearRgb => {
  const light = linearOf(hex);
  const channel = (row: number): number =>
    Math.min(
      1,
      Math.max(
        0,
        light.reduce((sum, value, i) => sum + value * eye[3 * row + i]!, 0),
      ),
    );
  return [channel(0), channel(1), channel(2)];
};

const distance = (one: string, other: string, eye: readonly number[] = EYES["all cones"]!): number =>
  oklabDistance(oklabOf(seen(one, eye)), oklabOf(seen(other, eye)));

const pairs = (colours: readonly string[]): (readonly [string, string])[] =>
  colours.flatMap((one, i) => colours.slice(i + 1).map((other) => [one, other] as const));

/** WCAG's contrast ratio, 1 to 21. */
const contrast = (one: string, other: string): number => {
  const [light, dark] = [one, other].map((hex) => luminanceOf(...linearOf(hex)) + 0.05).sort((a, b) => b - a);
  return light! / dark!;
};

const coloursOf = ({ night, horizon, light, accent, voices, video }: Palette): string[] => [
  night,
  horizon,
  light,
  accent,
  ...voices,
  video,
];

describe("the house's palettes", () => {
  it("are eight at least, with names of their own and colours a screen knows", () => {
    expect(PALETTES.length).toBeGreaterThanOrEqual(8);
    expect(new Set(PALETTES.map((palette) => palette.name)).size).toBe(PALETTES.length);
    for (const palette of PALETTES) for (const colour of coloursOf(palette)) expect(isHexColour(colour)).toBe(true);
  });

  for (const palette of PALETTES) {
    describe(palette.name, () => {
      const players = [...palette.voices.slice(0, 3), palette.video];

      for (const [eye, cones] of Object.entries(EYES))
        it(`keeps drummer, model1, model2 and video apart to an eye with ${eye}`, () => {
          const least = eye === "all cones" ? 0.15 : 0.12;
          for (const [one, other] of pairs(players))
            expect(distance(one, other, cones), `${one} and ${other}`).toBeGreaterThan(least);
        });

      it("has five voices that can be told apart", () => {
        expect(palette.voices.length).toBe(5);
        for (const [one, other] of pairs([...palette.voices, palette.video]))
          expect(distance(one, other), `${one} and ${other}`).toBeGreaterThan(0.09);
      });

      it("shows every voice on a dark ground", () => {
        expect(luminanceOf(...linearOf(palette.night))).toBeLessThan(0.005);
        for (const colour of [...palette.voices, palette.video, palette.light, palette.accent])
          expect(contrast(colour, palette.night), colour).toBeGreaterThan(3);
      });
    });
  }

  it("goes on with the first where a name is unknown", () => {
    expect(paletteNamed("noir").name).toBe("noir");
    expect(paletteNamed("mud").name).toBe("ember");
    const own = paletteOf("mine", ["#123456"]);
    expect(paletteNamed("mine", [...PALETTES, own])).toBe(own);
  });
});

describe("paletteOf", () => {
  it("makes a whole palette of one colour, of that colour, whose voices can still be told apart by any eye", () => {
    for (const colour of ["#ff8800", "#0044ff", "#808080", "#ffffff", "#000000", "#ffff00", "#3a0000"]) {
      const palette = paletteOf("one", [colour]);
      for (const each of coloursOf(palette)) expect(isHexColour(each)).toBe(true);
      expect(palette.voices.length).toBe(5);
      const players = [...palette.voices.slice(0, 3), palette.video];
      for (const [eye, cones] of Object.entries(EYES))
        for (const [one, other] of pairs(players))
          expect(distance(one, other, cones), `${colour}: ${one} and ${other}, ${eye}`).toBeGreaterThan(0.05);
      for (const voice of palette.voices) expect(contrast(voice, palette.night)).toBeGreaterThan(2);
    }
  });

  it("gives the colours to the voices in their order, bright enough to be seen", () => {
    const palette = paletteOf("three", ["#ff8800", "#0088ff", "#00ff88"]);
    expect(palette.voices.slice(0, 3)).toEqual(["#ff8800", "#0088ff", "#00ff88"]);
    const dark = paletteOf("dark", ["#100000", "#000010"]);
    for (const voice of dark.voices) expect(contrast(voice, dark.night)).toBeGreaterThan(2);
  });

  it("takes more colours than there are voices, and the same one many times", () => {
    const many = Array.from({ length: 12 }, (_, i) => `#${(i * 20 + 16).toString(16).padStart(2, "0")}8040`);
    expect(paletteOf("many", many).voices.length).toBe(12);
    expect(paletteOf("same", ["#ff0000", "#ff0000"]).voices.length).toBe(5);
  });

  it("is hot for warm colours and cool for cold ones", () => {
    expect(paletteOf("warm", ["#ff5500"]).heat).toBeGreaterThan(0.8);
    expect(paletteOf("cold", ["#0066ff"]).heat).toBeLessThan(0.2);
  });

  it("says what is wrong with what it cannot use", () => {
    expect(() => paletteOf("bad", ["#ff0000", "red"])).toThrow(
      'The palette "bad" holds "red"; colours are written like "#ff8800".',
    );
    expect(() => paletteOf("empty", [])).toThrow('The palette "empty" has no colours; give it at least one');
  });
});

describe("Oklab", () => {
  it("goes there and back", () => {
    for (const palette of PALETTES)
      for (const colour of coloursOf(palette)) expect(hexOf(linearOfOklab(oklabOf(linearOf(colour))))).toBe(colour);
  });

  it("has the values of its author for white and red", () => {
    const white = oklabOf([1, 1, 1]);
    expect([white.lightness, white.a, white.b].map((value) => Math.abs(Math.round(value * 1000)))).toEqual([
      1000, 0, 0,
    ]);
    const red = oklabOf([1, 0, 0]);
    expect(red.lightness).toBeCloseTo(0.628, 3);
    expect(red.a).toBeCloseTo(0.2249, 3);
    expect(red.b).toBeCloseTo(0.1258, 3);
  });
});
