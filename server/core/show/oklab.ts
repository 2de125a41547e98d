import { clamp01 } from "../../../shared/math/numbers.ts";
/** A colour by lightness 0 to 1 and two opponent axes: equal distances look about equally far apart. */
export interface Oklab {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/** Red, green and blue as light, 0 to 1. */
export type LinearRgb = readonly [number, number, number];

/** `#rrggbb`, written in sRGB. */
export const isHexColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

export const linearOf = (hex: string): LinearRgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [decode((value >> 16) / 255), decode(((value >> 8) & 255) / 255), decode((value & 255) / 255)];
};

/** Light that a screen cannot show is cut off. */
export const hexOf = (light: LinearRgb): string =>
  `#${light
    .map((channel) =>
      Math.round(encode(clamp01(channel)) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** Björn Ottosson, "A perceptual color space for image processing", 2020. */
export const oklabOf = ([red, green, blue]: LinearRgb): Oklab => {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
};

export const linearOfOklab = ({ lightness, a, b }: Oklab): LinearRgb => {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
};

/** IEC 61966-2-1. */
const decode = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encode = (light: number): number => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
