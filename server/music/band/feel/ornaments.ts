import type { Random } from "../../../../shared/chance/random.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type Figure, type LearntFeel, ornamentCell } from "../../../core/music/learnt-feel.ts";
import { PLACES } from "./habits.ts";
import type { HeardHit } from "./heard-hit.ts";

/** Share of hits with an ornament where nothing was learnt of it. */
const UNKNOWN_SHARE = 0.02;
/** Ornaments that a player must be heard to play, or to leave out, before tonight weighs as much as the data. */
const CAUTION = 2;
/** What was heard of a drum, and of a drum at a place, counts so much less with each of its hits. */
const MEMORY = 0.995;
const MEMORY_AT_PLACE = 0.95;
/** A drum's newest ornaments, to be played again. */
const FIGURES_KEPT = 16;
/** So many of them it takes before they are played as often as those of the data. */
const FIGURES_TRUSTED = 4;

const CELLS = DRUM_COUNT + DRUM_COUNT * PLACES;

/**
 * Further hits of a drum in one step: flams, drags, 32nds. How often they come follows from the data, by drum, place in
 * the beat and loudness, times how much oftener or more seldom tonight's player has them, with this drum and at this
 * place: a share of two counts that both begin at CAUTION, so that it begins at 1. What they are is taken from the
 * data's examples and from tonight's.
 *
 * @realtime yes, but `copy` allocates.
 */
export class Ornaments {
  readonly #learnt: LearntFeel["ornaments"] | null;
  /** Of every drum, then of every drum at every place: ornaments played, and those that were to be expected. */
  readonly #played = new Float32Array(CELLS);
  readonly #expected = new Float32Array(CELLS);
  /** By drum, oldest first; never changed, but replaced. */
  readonly #figures: (readonly Figure[])[] = new Array(DRUM_COUNT).fill([]);

  constructor(learnt: LearntFeel["ornaments"] | null) {
    this.#learnt = learnt;
  }

  copy(): Ornaments {
    const copy = new Ornaments(this.#learnt);
    copy.#played.set(this.#played);
    copy.#expected.set(this.#expected);
    this.#figures.forEach((figures, drum) => {
      copy.#figures[drum] = figures;
    });
    return copy;
  }

  learn(stepInBar: number, { drum, velocity, ornament }: HeardHit): void {
    const share = this.#share(drum, stepInBar, velocity);
    const played = ornament === null ? 0 : 1;
    const ofDrum = this.#factor(drum);
    const atPlace = cellAt(drum, stepInBar);
    this.#count(drum, MEMORY, played, share);
    this.#count(atPlace, MEMORY_AT_PLACE, played, share * ofDrum);
    if (ornament !== null) this.#figures[drum] = [...this.#figures[drum]!.slice(1 - FIGURES_KEPT), ornament];
  }

  /** What is played beside a hit of `velocity`; null as a rule. */
  choose(drum: number, stepInBar: number, velocity: number, random: Random): Figure | null {
    const chance = this.#share(drum, stepInBar, velocity) * this.#factor(drum) * this.#factor(cellAt(drum, stepInBar));
    if (random.next() >= chance) return null;
    const tonight = this.#figures[drum]!;
    const known = this.#learnt?.figures[drum] ?? [];
    const trusted = known.length === 0 ? 1 : tonight.length / (tonight.length + FIGURES_TRUSTED);
    const from = random.next() < trusted ? tonight : known;
    return from[random.integer(from.length)] ?? null;
  }

  #share(drum: number, stepInBar: number, velocity: number): number {
    return this.#learnt?.share[ornamentCell(drum, stepInBar, velocity)] ?? UNKNOWN_SHARE;
  }

  #count(cell: number, memory: number, played: number, expected: number): void {
    this.#played[cell] = this.#played[cell]! * memory + played;
    this.#expected[cell] = this.#expected[cell]! * memory + expected;
  }

  #factor(cell: number): number {
    return (this.#played[cell]! + CAUTION) / (this.#expected[cell]! + CAUTION);
  }
}

const cellAt = (drum: number, stepInBar: number): number => DRUM_COUNT + drum * PLACES + (stepInBar % PLACES);
