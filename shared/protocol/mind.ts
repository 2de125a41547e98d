import type { MindAtStep } from "../music/mind.ts";
import type { Ms } from "../time/units.ts";

/** A mind as it travels; see shared/music/mind.ts. */
export interface MindMessage extends Omit<MindAtStep, "cells"> {
  /** When it is so, by the timeline in force when it was sent. On a new one re-time by `beat`. */
  readonly at: Ms;
  /** The bytes of the cells, as base64. */
  readonly cells: string;
}
