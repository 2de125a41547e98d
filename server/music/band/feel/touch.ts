import type { Random } from "../../../../shared/chance/random.ts";
import type { Figure } from "../../../core/music/learnt-feel.ts";
import type { StepPlace } from "./heard-hit.ts";
import type { Line } from "./line.ts";

/** How a drum is to be hit. */
export interface Touch {
  /** MIDI velocity, 1 to 127, not rounded. */
  readonly velocity: number;
  readonly velocitySd: number;
  /** Fractions of a step; negative is before the grid. */
  readonly offset: number;
  readonly offsetSd: number;
}

/** What was learnt up to a moment; what is heard later does not change it. */
export interface Hand {
  /** The newest hits that were heard by then. */
  readonly line: Line;
  /** How `drum` is hit where `pattern` sounds and `line` came before. @realtime yes */
  touch(drum: number, place: StepPlace, pattern: number, line: Line): Touch;
  /** Further hits of the drum beside one of `velocity`; null as a rule. @realtime yes */
  ornament(drum: number, place: StepPlace, velocity: number, random: Random): Figure | null;
}
