import type { Drum } from "../music/drums.ts";

/** Something about a scene that can be turned while it is on. */
export interface Parameter {
  readonly name: string;
  /** What turning it up does, in a few words. */
  readonly about: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** What people are told of a scene: data only, so that a desk can show it without drawing it. */
export interface SceneAbout {
  /** The folder's name; cues call it by this. */
  readonly name: string;
  /** One sentence for the desk. */
  readonly about: string;
  /** What each drum does in the picture. */
  readonly gestures: Readonly<Record<Drum, string>>;
  /** Four to eight, as a rule. */
  readonly parameters: readonly Parameter[];
  /**
   * How much a drum's hardest hit lifts relative luminance over a quarter or more of any third of the
   * picture each way, 0 to 1. Only for scenes that flash: of such hits at most three a second are
   * drawn in full. A scene that lights no large areas leaves it out.
   */
  readonly flashes?: Readonly<Partial<Record<Drum, number>>>;
}

export const defaultsOf = (parameters: readonly Parameter[]): Record<string, number> =>
  Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
