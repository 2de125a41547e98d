import type { PassDoses } from "../picture/passes.ts";
import type { TransitionName } from "../picture/transitions.ts";
import type { Beats, Ms } from "../time/units.ts";

/**
 * An order to the picture, known at least a beat before it takes effect (but for orders given while
 * the transport stands). It says the whole state of the picture from `beat` on. A cue of the same
 * scene and seed as the one before leaves the scene where it is, and moves only palette, intensity
 * and doses, over `transitionBeats`.
 */
export interface Cue {
  /** Increasing. Of cues that are due together the highest holds, and one lower than what is on is ignored. */
  readonly id: number;
  readonly beat: Beats;
  readonly at: Ms;
  /** Folder name of the scene to be on from `beat`. */
  readonly scene: string;
  /** All chance of this appearance of the scene; a new one makes the scene begin anew. */
  readonly seed: number;
  readonly transition: TransitionName;
  /** Length of the transition. */
  readonly transitionBeats: Beats;
  readonly palette: string;
  /** 0 calm to 1 full. */
  readonly intensity: number;
  /** The director's dose of each pass; one set by hand on the desk goes before it. */
  readonly passes: PassDoses;
}
