import type { Figure } from "../figures.ts";

/** `121.4 bpm`, `12 %`, `–`. */
export const figureText = (value: number | null, { unit, digits }: Pick<Figure, "unit" | "digits">): string =>
  value === null ? "–" : `${signed(value.toFixed(digits))}${unit === "" ? "" : ` ${unit}`}`;

/** With its sign: `+1.2 ms`; what is nothing when it is rounded has none. */
export const differenceText = (value: number | null, { unit, digits }: Pick<Figure, "unit" | "digits">): string => {
  if (value === null) return "";
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return "same";
  return `${value > 0 ? "+" : "−"}${text}${unit === "" ? "" : ` ${unit}`}`;
};

const signed = (number: string): string => number.replace("-", "−");
