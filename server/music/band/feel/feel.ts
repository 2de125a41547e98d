import type { Random } from "../../../../shared/chance/random.ts";
import { clamp } from "../../../../shared/math/numbers.ts";
import type { FeelTable } from "../../../core/music/feel-table.ts";
import { FEEL_INPUTS, type Figure, type LearntFeel } from "../../../core/music/learnt-feel.ts";
import { FeelHead } from "./feel-head.ts";
import { fillInputs } from "./feel-inputs.ts";
import { Habits, toOffset, toVelocity } from "./habits.ts";
import type { HeardHit, StepPlace } from "./heard-hit.ts";
import type { Line } from "./line.ts";
import { Ornaments } from "./ornaments.ts";
import { PLAIN_FEEL } from "./plain-feel.ts";
import { TableFeel } from "./table-feel.ts";
import type { Hand, Touch } from "./touch.ts";

/** What a model brings of how to play what it writes. */
export interface ModelFeel {
  readonly table: FeelTable | null;
  readonly learnt: LearntFeel | null;
}

/** Steps of a player that are remembered, for another model; what is older weighs next to nothing. */
const STEPS_KEPT = 200;
/** No head says that a person is as even as a machine, nor wilder than this. */
const SPREAD = { velocity: [0.5, 32], offset: [0.002, 0.15] } as const;

/**
 * How hard, how early or late and how ornamented each drum is played: what the model has learnt of drummers, moved by
 * what tonight's players do. Where a model brings a head, that is asked (see `feel-inputs.ts` for what it is told); else a
 * table and how far tonight lies from it.
 *
 * @realtime `learn` yes; `hand` copies some 16 kilobytes after something was learnt.
 */
export class Feel {
  readonly #habits = new Habits();
  readonly #heard: { readonly place: StepPlace; readonly hits: readonly HeardHit[] }[] = [];
  #head: FeelHead | null = null;
  #table = new TableFeel(PLAIN_FEEL);
  #ornaments = new Ornaments(null);
  #hand: Hand | null = null;

  constructor(model: ModelFeel | null) {
    this.follow(model);
  }

  /** Another model expects something else: what was heard of the players counts against that from now on. */
  follow(model: ModelFeel | null): void {
    const head = model?.learnt?.head ?? null;
    this.#head = head && new FeelHead(head.hidden, Float32Array.from(head.weights));
    this.#table = new TableFeel(model?.table ?? PLAIN_FEEL);
    this.#ornaments = new Ornaments(model?.learnt?.ornaments ?? null);
    for (const { place, hits } of this.#heard) this.#weigh(place, hits);
    this.#hand = null;
  }

  /** All that one player has hit in a step that is over, one hit a drum. */
  learn(place: StepPlace, hits: readonly HeardHit[]): void {
    if (hits.length === 0) return;
    if (this.#heard.push({ place, hits }) > STEPS_KEPT) this.#heard.shift();
    this.#weigh(place, hits);
    this.#habits.learn(place, hits);
    this.#hand = null;
  }

  /** The transport has jumped: steps mean other moments now. */
  reseat(): void {
    this.#habits.reseat();
    this.#hand = null;
  }

  /** As things stand now. */
  hand(): Hand {
    this.#hand ??= new HandThen(this.#head, this.#habits.copy(), this.#table.copy(), this.#ornaments.copy());
    return this.#hand;
  }

  #weigh({ stepInBar }: StepPlace, hits: readonly HeardHit[]): void {
    for (const hit of hits) {
      this.#table.learn(stepInBar, hit);
      this.#ornaments.learn(stepInBar, hit);
    }
  }
}

/** What the head is told, filled anew for each hit. */
const inputs = new Float32Array(FEEL_INPUTS);

class HandThen implements Hand {
  readonly #head: FeelHead | null;
  readonly #habits: Habits;
  readonly #table: TableFeel;
  readonly #ornaments: Ornaments;

  constructor(head: FeelHead | null, habits: Habits, table: TableFeel, ornaments: Ornaments) {
    this.#head = head;
    this.#habits = habits;
    this.#table = table;
    this.#ornaments = ornaments;
  }

  get line(): Line {
    return this.#habits.line;
  }

  touch(drum: number, place: StepPlace, pattern: number, line: Line): Touch {
    if (this.#head === null) return this.#table.touch(drum, place.stepInBar);
    fillInputs(inputs, drum, place, pattern, this.#habits, line);
    this.#head.run(inputs);
    const [velocity = 0, offset = 0, velocitySpread = 0, offsetSpread = 0] = this.#head.outputs;
    return {
      velocity: clamp(toVelocity(velocity), 1, 127),
      velocitySd: clamp(32 * Math.exp(velocitySpread), ...SPREAD.velocity),
      offset: clamp(toOffset(offset), -0.5, 0.5),
      offsetSd: clamp(Math.exp(offsetSpread) / 8, ...SPREAD.offset),
    };
  }

  ornament(drum: number, { stepInBar }: StepPlace, velocity: number, random: Random): Figure | null {
    return this.#ornaments.choose(drum, stepInBar, velocity, random);
  }
}
