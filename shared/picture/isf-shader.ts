/**
 * A shader of the Interactive Shader Format, version 2 (https://github.com/mrRay/ISF_Spec), read and
 * made ready to be drawn: what the server makes of an author's file, and the stage draws.
 */
export interface IsfShader {
  readonly about: string;
  readonly inputs: readonly IsfInput[];
  /** At least one; the last draws what is seen. */
  readonly passes: readonly IsfPass[];
  /** GLSL ES 3.00 as it goes between the declarations of what the format gives and `isf_main()`'s caller. */
  readonly source: string;
}

/** What can be set from outside, with the ranges its author gave. */
export type IsfInput = { readonly name: string; readonly label: string } & (
  | { readonly type: "float"; readonly min: number; readonly max: number; readonly usual: number }
  | { readonly type: "bool"; readonly usual: boolean }
  | { readonly type: "long"; readonly values: readonly number[]; readonly usual: number }
  /** Red, green, blue and opacity as they are written for a screen. */
  | { readonly type: "color"; readonly usual: readonly number[] }
  | {
      readonly type: "point2D";
      readonly min: readonly number[];
      readonly max: readonly number[];
      readonly usual: readonly number[];
    }
  | { readonly type: "event" | "audio" | "audioFFT" }
);

/** What an input is turned by: a control's name is not longer. */
export const parameterName = ({ name }: IsfInput): string => name.slice(0, 40);

export interface IsfPass {
  /** The texture it draws into, by which every pass reads it; null for the picture itself. */
  readonly target: string | null;
  /** It finds there what it drew last time. */
  readonly persistent: boolean;
  readonly float: boolean;
  /** In pixels; null for the picture's own. */
  readonly width: Term | null;
  readonly height: Term | null;
}

/**
 * A term in reverse Polish order: numbers, names ($WIDTH, $HEIGHT, inputs as $name), operators and
 * functions of one or two arguments.
 */
export type Term = readonly (number | string)[];
