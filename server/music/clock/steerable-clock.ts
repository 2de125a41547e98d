import type { ClockSource } from "../../../shared/time/clock-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Bpm } from "../../../shared/time/units.ts";

/** A clock that can be told its tempo as well as heard. */
export interface SteerableClock extends ClockSource {
  setTempo(tempo: Bpm): void;
  /** Goes on along `line`, in its own beats; only where nobody else goes by its beats. */
  lead?(line: Timeline): void;
  /** Tells others that the transport here was started or stopped, if the source has others. */
  setPlaying?(playing: boolean): void;
}

export const isSteerable = (source: ClockSource): source is SteerableClock => "setTempo" in source;
