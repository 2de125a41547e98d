import { clamp01 } from "../../../shared/math/numbers.ts";
import type { Palette } from "../../../shared/picture/palette.ts";
import { hexOf, isHexColour, linearOf, linearOfOklab, type Oklab, oklabOf } from "./oklab.ts";

/** Voices that get a colour of their own even from a palette of one colour. */
const VOICES = 5;
/** Between these a voice can be seen on the night and is not yet white. */
const DARKEST_VOICE = 0.42;
const LIGHTEST_VOICE = 0.9;
/** The video is nearly white, unless somebody else is. */
const VIDEO_LIGHTNESS = 0.98;
const VIDEO_ROOM = 0.08;
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
  const used = seen.map((colour) => colour.lightness);
  const isFree = used.every((lightness) => Math.abs(lightness - VIDEO_LIGHTNESS) > VIDEO_ROOM);
  const videoLightness = isFree ? VIDEO_LIGHTNESS : unusedLightness(used);
  used.push(videoLightness);
  while (seen.length < VOICES) {
    const lightness = unusedLightness(used);
    used.push(lightness);
    seen.push(scaled(source, lightness, 1));
  }
  const voices = seen.map(written);
  return {
    name,
    heat: heatOf(given),
    night: written(scaled(first, NIGHT_LIGHTNESS, NIGHT_CHROMA)),
    horizon: written(scaled(first, HORIZON_LIGHTNESS, HORIZON_CHROMA)),
    light: written(scaled(first, 0.96, 0.15)),
    accent: written(scaled({ ...first, a: -first.a, b: -first.b }, 0.9, 1)),
    voices: [voices[0] ?? written(first), ...voices.slice(1)],
    video: written(scaled(source, videoLightness, 0.1)),
  };
};

const lifted = (colour: Oklab): Oklab => ({ ...colour, lightness: Math.max(DARKEST_VOICE, colour.lightness) });

/** The lightness furthest from all that are used. */
const unusedLightness = (used: readonly number[]): number => {
  const room = (lightness: number): number => Math.min(...used.map((other) => Math.abs(other - lightness)));
  let best = DARKEST_VOICE;
  for (let step = 1; step <= 48; step++) {
    const lightness = DARKEST_VOICE + ((LIGHTEST_VOICE - DARKEST_VOICE) * step) / 48;
    if (room(lightness) > room(best)) best = lightness;
  }
  return best;
};

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
  return clamp01(0.5 + warmth * 2);
};
