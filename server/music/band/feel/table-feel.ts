import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";
import type { HeardHit } from "./heard-hit.ts";
import type { Touch } from "./touch.ts";

/** Each new hit makes the older ones count this much less: half their weight after about 70 hits. */
const MEMORY = 0.99;
/** So many hits it takes before what was heard weighs as much as what was expected. */
const CAUTION = 4;

const CELLS = DRUM_COUNT * STEPS_IN_FEEL_BAR;

/** A correction to an expectation: in general, of one drum, and of one drum at one place in the bar. */
class Correction {
  /** Means that begin at 0, forget slowly, and lean towards 0 while they have seen little: all, drums, cells. */
  readonly #sums = new Float64Array(1 + DRUM_COUNT + CELLS);
  readonly #weights = new Float64Array(1 + DRUM_COUNT + CELLS);

  copy(): Correction {
    const copy = new Correction();
    copy.#sums.set(this.#sums);
    copy.#weights.set(this.#weights);
    return copy;
  }

  /** `error` is what was played less what the table had expected there. */
  add(drum: number, cell: number, error: number): void {
    const beyondAll = error - this.#mean(0);
    const beyondDrum = beyondAll - this.#mean(1 + drum);
    this.#add(0, error);
    this.#add(1 + drum, beyondAll);
    this.#add(1 + DRUM_COUNT + cell, beyondDrum);
  }

  at(drum: number, cell: number): number {
    return this.#mean(0) + this.#mean(1 + drum) + this.#mean(1 + DRUM_COUNT + cell);
  }

  #add(slot: number, value: number): void {
    this.#sums[slot] = this.#sums[slot]! * MEMORY + value;
    this.#weights[slot] = this.#weights[slot]! * MEMORY + 1;
  }

  #mean(slot: number): number {
    return this.#sums[slot]! / (this.#weights[slot]! + CAUTION);
  }
}

/**
 * How hard and how early or late each drum is played at each place in the bar: what a table expects of drummers in
 * general, moved towards what this drummer does. A drum the drummer has not touched still takes over how loud and how
 * far ahead or behind the drummer plays overall. It plays where a model brings nothing better.
 *
 * @realtime yes: `learn` and `touch` take constant time; `copy` allocates.
 */
export class TableFeel {
  readonly #table: FeelTable;
  readonly #velocity: Correction;
  readonly #offset: Correction;

  constructor(table: FeelTable, velocity = new Correction(), offset = new Correction()) {
    this.#table = table;
    this.#velocity = velocity;
    this.#offset = offset;
  }

  copy(): TableFeel {
    return new TableFeel(this.#table, this.#velocity.copy(), this.#offset.copy());
  }

  learn(stepInBar: number, { drum, velocity, offset }: Pick<HeardHit, "drum" | "velocity" | "offset">): void {
    const cell = cellOf(drum, stepInBar);
    this.#velocity.add(drum, cell, velocity - this.#table.velocityMean[cell]!);
    this.#offset.add(drum, cell, offset - this.#table.offsetMean[cell]!);
  }

  touch(drum: number, stepInBar: number): Touch {
    const cell = cellOf(drum, stepInBar);
    return {
      velocity: this.#table.velocityMean[cell]! + this.#velocity.at(drum, cell),
      velocitySd: this.#table.velocitySd[cell]!,
      offset: this.#table.offsetMean[cell]! + this.#offset.at(drum, cell),
      offsetSd: this.#table.offsetSd[cell]!,
    };
  }
}

/** Bars longer than 4/4 go round the table again. */
const cellOf = (drum: number, stepInBar: number): number => drum * STEPS_IN_FEEL_BAR + (stepInBar % STEPS_IN_FEEL_BAR);
