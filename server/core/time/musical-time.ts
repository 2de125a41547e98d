import type { Metre } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Beats, Ms } from "../../../shared/time/units.ts";

/** Where the music is now, as the rooms read it; the transport is the one who changes it. */
export interface MusicalTime {
  readonly playing: boolean;
  readonly timeline: Timeline;
  readonly metre: Metre;
  /** The beat at `now`; while it does not play, the one it stands at. @realtime yes */
  positionAt(now: Ms): Beats;
}
