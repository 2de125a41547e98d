import type { Pattern } from "../../../core/music/pattern.ts";

export type { BarPlace } from "../../../core/music/memories.ts";

/** What somebody heard and played up to a step. */
export interface RecentPatterns {
  /** The pattern so many steps before the step in question: 1 is the newest; SILENCE beyond what is known. @realtime yes */
  back(steps: number): Pattern;
}
