import type { Cue } from "../../shared/music/cue.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import { beats, ms } from "../../shared/time/units.ts";

/** A cue, for tests that care for a few of its fields only. */
export const aCue = (fields: Partial<Cue> = {}): Cue => ({
  id: 1,
  beat: beats(0),
  at: ms(0),
  scene: "nowhere",
  seed: 1,
  transition: "cut",
  transitionBeats: beats(0),
  palette: "none",
  intensity: 0.5,
  passes: NO_PASSES,
  ...fields,
});
