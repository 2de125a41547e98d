import { hexOf, isHexColour, linearOf, linearOfOklab, type Oklab, oklabOf } from "./oklab.ts";
import type { Palette } from "./palette.ts";

/** Voices that get a colour of their own even from a palette of one colour. */
const VOICES = 5;
/** The lightness of the voices that a single colour has to be stretched over: far apart for every eye. */
const STEPS = [0.78, 0.55, 0.93, 0.66, 0.44] as const;
const VIDEO_LIGHTNESS = 0.98;
const NIGHT_LIGHTNESS = 0.1;
const HORIZON_LIGHTNESS = 0.38;
/** As colours go dark they keep this much of their colourfulness. */
const NIGHT_CHROMA = 0.15;
const HORIZON_CHROMA = 0.6;

/**
 * A whole palette from any colours somebody likes: the first is the drummer's, the next the models'.
 * What is missing is made of the last one given, lighter and darker, so that a palette of one
 * colour stays of one colour and its voices can still be told apart. Colours too dark to be seen on
 * the night are lifted. Throws a sentence for what is not `#rrggbb`, or if there is nothing.
 *
 * @example paletteOf("mine", ["#ff8800", "#0088ff"])
 */
export const paletteOf = (name: string, colours: readonly string[]): Palette => {
  const wrong = colours.find((colour) => !isHexColour(colour));
  if (wrong !== undefined)
    throw new Error(`The palette "${name}" holds "${wrong}"; colours are written like "#ff8800".`);
  const given = colours.map((colour) => oklabOf(linearOf(colour)));
  const [first] = given;
  if (first === undefined)
    throw new Error(`The palette "${name}" has no colours; give it at least one like "#ff8800".`);

  const seen = given.map(lifted);
  const source = seen.at(-1) ?? first;
  const spare = STEPS.filter((step) => seen.every((colour) => Math.abs(colour.lightness - step) > 0.06));
  for (const lightness of [...spare, ...STEPS]) if (seen.length < VOICES) seen.push(scaled(source, lightness, 1));
  const voices = seen.map(written);
  return {
    name,
    heat: heatOf(given),
    night: written(scaled(first, NIGHT_LIGHTNESS, NIGHT_CHROMA)),
    horizon: written(scaled(first, HORIZON_LIGHTNESS, HORIZON_CHROMA)),
    light: written(scaled(first, 0.96, 0.15)),
    accent: written(scaled({ ...first, a: -first.a, b: -first.b }, 0.9, 1)),
    voices: [voices[0] ?? written(first), ...voices.slice(1)],
    video: written(scaled(source, VIDEO_LIGHTNESS, 0.1)),
  };
};

/** Light enough to be seen on the night. */
const lifted = (colour: Oklab): Oklab => (colour.lightness >= 0.4 ? colour : { ...colour, lightness: 0.4 });

const scaled = (colour: Oklab, lightness: number, chroma: number): Oklab => ({
  lightness,
  a: colour.a * chroma,
  b: colour.b * chroma,
});

/** The nearest colour of that lightness and hue a screen can show. */
const written = (colour: Oklab): string => {
  let chroma = 1;
  for (; chroma > 0.01; chroma *= 0.9)
    if (linearOfOklab(scaled(colour, colour.lightness, chroma)).every((channel) => channel > -1e-3 && channel < 1.001))
      break;
  return hexOf(linearOfOklab(scaled(colour, colour.lightness, chroma)));
};

/** Warm and colourful is hot: red and yellow are where a and b are high. */
const heatOf = (colours: readonly Oklab[]): number => {
  const warmth = colours.reduce((sum, { a, b }) => sum + a + b, 0) / colours.length;
  return Math.min(1, Math.max(0, 0.5 + warmth * 2));
};
