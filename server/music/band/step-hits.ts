import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import type { HeardHit } from "./feel/heard-hit.ts";

/** A stroke of a drum in a step: MIDI velocity, and fractions of a step from it. */
interface Struck {
  readonly velocity: number;
  readonly offset: number;
}

/**
 * What one player hits in one step. The network knows a drum once a step; here nothing is lost: the loudest hit of a
 * drum is its hit, the others are its ornament.
 */
export class StepHits {
  readonly #struck: Struck[][] = Array.from({ length: DRUM_COUNT }, () => []);

  /** @realtime yes */
  add(drum: number, velocity: number, offset: number): void {
    this.#struck[drum]?.push({ velocity, offset });
  }

  /** One hit for each drum that was struck. */
  hits(): HeardHit[] {
    return this.#struck.flatMap((struck, drum) => {
      const [main, ...others] = struck.toSorted((one, other) => other.velocity - one.velocity);
      if (main === undefined) return [];
      others.sort((one, other) => one.offset - other.offset);
      const figure = others.flatMap(({ velocity, offset }) => [offset - main.offset, velocity / main.velocity]);
      // More than a person does with two sticks in a 16th is no ornament.
      const ornament = figure.length === 0 ? null : figure.slice(0, LONGEST_FIGURE);
      return [{ drum, velocity: main.velocity, offset: main.offset, ornament }];
    });
  }
}

/** Numbers of a figure: three hits beside the main one. */
const LONGEST_FIGURE = 6;
