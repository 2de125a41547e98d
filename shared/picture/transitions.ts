/** How one scene gives way to the next. Cues name them; the stage draws them, one file each. */
export const TRANSITIONS = ["crossfade", "cut", "luma-wipe", "zoom-through", "displacement", "shutter"] as const;

export type TransitionName = (typeof TRANSITIONS)[number];

export interface TransitionTraits {
  /** 0 soft, hardly noticed, to 1 hard, an accent of its own. */
  readonly edge: number;
  /** The lengths it is good at, in quarter notes. */
  readonly shortest: number;
  readonly longest: number;
}

export const TRANSITION_TRAITS: Readonly<Record<TransitionName, TransitionTraits>> = {
  crossfade: { edge: 0, shortest: 2, longest: 8 },
  "luma-wipe": { edge: 0.25, shortest: 2, longest: 4 },
  displacement: { edge: 0.5, shortest: 1, longest: 4 },
  "zoom-through": { edge: 0.7, shortest: 1, longest: 2 },
  shutter: { edge: 0.85, shortest: 1, longest: 2 },
  cut: { edge: 1, shortest: 0, longest: 0 },
};
