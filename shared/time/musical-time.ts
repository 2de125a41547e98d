import type { Metre } from "./metre.ts";
import type { Timeline } from "./timeline.ts";

/** Where the music is now, as the rooms read it; the transport is the one who changes it. */
export interface MusicalTime {
  readonly playing: boolean;
  readonly timeline: Timeline;
  readonly metre: Metre;
}
