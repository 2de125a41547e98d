import type { Pattern } from "../../../core/music/pattern.ts";

/** Where a step lies in its bar, in the metre that is on. */
export interface BarPlace {
  /** 0 at the bar line. */
  readonly stepInBar: number;
  /** 1 to 256; see `stepsPerBar` of shared/time/metre.ts. */
  readonly stepsPerBar: number;
}

/** What somebody heard and played up to a step. */
export interface RecentPatterns {
  /** The pattern so many steps before the step in question: 1 is the newest; SILENCE beyond what is known. @realtime yes */
  back(steps: number): Pattern;
}
