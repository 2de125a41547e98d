import type { Beats, Ms } from "../time/units.ts";

/** An order to the picture, known at least a beat before it takes effect. */
export interface Cue {
  readonly id: number;
  readonly beat: Beats;
  readonly at: Ms;
  /** Folder name of the scene to be on from `beat`. */
  readonly scene: string;
  readonly transition: string;
  /** Length of the transition. */
  readonly transitionBeats: Beats;
  readonly palette: string;
  /** 0 calm to 1 full. */
  readonly intensity: number;
}
