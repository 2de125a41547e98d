import { DRUM_COUNT, type Drum, drumIndex } from "../../../shared/music/drums.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../core/music/feel-table.ts";

/** Each new hit makes the older ones count this much less: half their weight after about 70 hits. */
const MEMORY = 0.99;
/** So many hits it takes before what was heard weighs as much as what was expected. */
const CAUTION = 4;

/** So many of the newest hits are remembered, for another table; what is older weighs next to nothing. */
const HITS_KEPT = 300;

interface HeardHit {
  readonly drum: Drum;
  readonly stepInBar: number;
  readonly velocity: number;
  readonly offset: number;
}

/** How a drum is to be hit at one place in the bar. */
interface Touch {
  /** MIDI velocity, 1 to 127, not rounded. */
  readonly velocity: number;
  readonly velocitySd: number;
  /** Fractions of a step; negative is before the grid. */
  readonly offset: number;
  readonly offsetSd: number;
}

/** A mean that begins at 0, forgets slowly, and leans towards 0 while it has seen little. */
class LeaningMean {
  #sum = 0;
  #weight = 0;

  add(value: number): void {
    this.#sum = this.#sum * MEMORY + value;
    this.#weight = this.#weight * MEMORY + 1;
  }

  get value(): number {
    return this.#sum / (this.#weight + CAUTION);
  }
}

/** A correction to an expectation: in general, of one drum, and of one drum at one place in the bar. */
class Correction {
  readonly #all = new LeaningMean();
  readonly #drums = Array.from({ length: DRUM_COUNT }, () => new LeaningMean());
  readonly #cells = Array.from({ length: DRUM_COUNT * STEPS_IN_FEEL_BAR }, () => new LeaningMean());

  /** `error` is what was played less what the table had expected there. */
  add(drum: number, cell: number, error: number): void {
    const beyondAll = error - this.#all.value;
    const beyondDrum = beyondAll - this.#drums[drum]!.value;
    this.#all.add(error);
    this.#drums[drum]!.add(beyondAll);
    this.#cells[cell]!.add(beyondDrum);
  }

  at(drum: number, cell: number): number {
    return this.#all.value + this.#drums[drum]!.value + this.#cells[cell]!.value;
  }
}

/**
 * How hard and how early or late each drum is played at each place in the bar: what the model's
 * table expects of drummers in general, moved towards what this drummer does. A drum the drummer
 * has not touched still takes over how loud and how far ahead or behind the drummer plays overall.
 *
 * @realtime yes: `learn` and `touch` take constant time.
 */
export class Feel {
  #table: FeelTable;
  #velocity = new Correction();
  #offset = new Correction();
  readonly #heard: HeardHit[] = [];

  constructor(table: FeelTable) {
    this.#table = table;
  }

  /** Another model expects something else: what was heard of the drummer counts against that from now on. */
  follow(table: FeelTable): void {
    this.#table = table;
    this.#velocity = new Correction();
    this.#offset = new Correction();
    for (const { drum, stepInBar, velocity, offset } of this.#heard) this.#weigh(drum, stepInBar, velocity, offset);
  }

  /** A live hit: `velocity` 1 to 127, `offset` from the nearest step in fractions of a step. */
  learn(drum: Drum, stepInBar: number, velocity: number, offset: number): void {
    if (this.#heard.push({ drum, stepInBar, velocity, offset }) > HITS_KEPT) this.#heard.shift();
    this.#weigh(drum, stepInBar, velocity, offset);
  }

  #weigh(drum: Drum, stepInBar: number, velocity: number, offset: number): void {
    const row = drumIndex(drum);
    const cell = cellOf(row, stepInBar);
    this.#velocity.add(row, cell, velocity - this.#table.velocityMean[cell]!);
    this.#offset.add(row, cell, offset - this.#table.offsetMean[cell]!);
  }

  touch(drum: Drum, stepInBar: number): Touch {
    const row = drumIndex(drum);
    const cell = cellOf(row, stepInBar);
    return {
      velocity: this.#table.velocityMean[cell]! + this.#velocity.at(row, cell),
      velocitySd: this.#table.velocitySd[cell]!,
      offset: this.#table.offsetMean[cell]! + this.#offset.at(row, cell),
      offsetSd: this.#table.offsetSd[cell]!,
    };
  }
}

/** Bars longer than 4/4 go round the table again. */
const cellOf = (row: number, stepInBar: number): number => row * STEPS_IN_FEEL_BAR + (stepInBar % STEPS_IN_FEEL_BAR);
