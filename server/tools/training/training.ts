import { Random } from "../../../shared/chance/random.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { PATTERN_COUNT } from "../../core/music/pattern.ts";
import { type Alphabet, alphabetOf } from "../../music/rhythm/alphabet.ts";
import { Lanes, overAndOver, type Sequence } from "./lanes.ts";
import { Adam } from "./network/adam.ts";
import { type LaneStates, TrainableNetwork } from "./network/network.ts";
import { arraysOf, copyInto, freshParameters, type Parameters, zeroLike } from "./network/parameters.ts";
import { emptyWindow } from "./network/window.ts";
import type { Recipe } from "./recipe.ts";
import type { Epoch, RunHeader } from "./run-state.ts";
import { meanNats, scoreSequences } from "./score-sequences.ts";
import { stepsInEpoch, varying } from "./sequences.ts";
import { TrainingError } from "./training-error.ts";

/** The rate rises over this many updates... */
const WARM_UP = 50;
/** ...and falls to this share of its highest. */
const LOWEST_RATE = 0.02;

/** Where training is, for whoever watches. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Of the epoch: 0 to 1. */
  readonly share: number;
  /** Nats per step of the epoch so far. */
  readonly nats: number;
  /** Seconds to go if no epoch is saved by stopping early; null at first. */
  readonly secondsLeft: number | null;
}

/** What is behind us of an epoch; see RunHeader. */
type EpochUnderWay = Record<"windows" | "nats" | "labels" | "seconds", number>;

interface TrainingData {
  readonly train: readonly Sequence[];
  readonly validation: readonly Sequence[];
}

/**
 * Learns weights. Every epoch reads the pieces in another order, into lanes that carry their state
 * from window to window; validation is of the averaged weights (Polyak and Juditsky 1992), over whole
 * pieces. All chance comes from the recipe's seed and the number of the epoch, so that an interrupted
 * run goes on to exactly the weights it would have had.
 *
 * One object does one run: `epoch()` as often as wanted, with `header` and `arrays` to keep it in between.
 */
export class Training {
  readonly #alphabet: Alphabet;
  readonly #recipe: Recipe;
  readonly #data: TrainingData;
  readonly #time: TimeSource;
  readonly #parameters: Parameters;
  readonly #average: Parameters;
  readonly #gradients: Parameters;
  readonly #network: TrainableNetwork;
  readonly #averaged: TrainableNetwork;
  readonly #adam: Adam;
  readonly #epochSteps: number;
  #history: Epoch[] = [];
  #underWay: EpochUnderWay = { windows: 0, nats: 0, labels: 0, seconds: 0 };
  #dropoutChance: Random;
  #state: LaneStates;

  /** `start` is what to begin with in place of chance; it is copied. */
  constructor(recipe: Recipe, data: TrainingData, time: TimeSource, start?: Parameters) {
    this.#alphabet = alphabetOf(recipe.counterBits);
    this.#recipe = recipe;
    this.#data = data;
    this.#time = time;
    const { inputs } = this.#alphabet;
    this.#parameters = freshParameters(inputs, recipe.layers, PATTERN_COUNT, new Random(recipe.seed, "weights"));
    if (start) copyInto(start, this.#parameters);
    this.#average = zeroLike(this.#parameters);
    copyInto(this.#parameters, this.#average);
    this.#gradients = zeroLike(this.#parameters);
    this.#network = new TrainableNetwork(this.#alphabet, this.#parameters);
    this.#averaged = new TrainableNetwork(this.#alphabet, this.#average);
    this.#adam = new Adam(this.#parameters);
    this.#epochSteps = stepsInEpoch(data.train, recipe);
    this.#dropoutChance = new Random(recipe.seed, "dropout 0");
    this.#state = this.#network.stateFor(recipe.lanes);
  }

  /** The averaged weights: what is kept. They change as training goes on. */
  get weights(): Parameters {
    return this.#average;
  }

  get history(): readonly Epoch[] {
    return this.#history;
  }

  /** Validation of the weights as they are now, in nats per step. */
  validate(): number {
    return meanNats(scoreSequences(this.#averaged, this.#data.validation, 2 ** this.#alphabet.counterBits));
  }

  /** Everything that has to be kept of a run to go on with it, besides `header`; in use, not copied. */
  get arrays(): Float32Array[] {
    const ofState = this.#state.flatMap(({ h, c }) => [h, c]);
    const { mean, square } = this.#adam;
    return [...[this.#parameters, this.#average, mean, square].flatMap(arraysOf), ...ofState];
  }

  header(begun: string): RunHeader {
    return {
      version: 1,
      recipe: this.#recipe,
      begun,
      history: this.#history,
      ...this.#underWay,
      updates: this.#adam.updates,
      dropoutChance: [...this.#dropoutChance.save()],
    };
  }

  /** Goes on from what a header and `arrays`, filled again, tell. */
  resume(header: RunHeader): void {
    this.#history = [...header.history];
    const { windows, nats, labels, seconds } = header;
    this.#underWay = { windows, nats, labels, seconds };
    this.#adam.updates = header.updates;
    this.#dropoutChance.restore(header.dropoutChance);
  }

  /**
   * Reads the epoch under way to its end, one window for each `next`, which tells where it is. When it
   * returns, the epoch is in `history`. Stop asking at any time to stop there. Throws TrainingError when the
   * loss is not a number any more.
   */
  *epoch(): Generator<Progress> {
    const { seed, epochs, lanes: count, window: steps, dropout } = this.#recipe;
    const epoch = this.#history.length;
    const random = new Random(seed, `order ${epoch}`);
    const lanes = new Lanes(
      count,
      2 ** this.#alphabet.counterBits,
      overAndOver(this.#data.train, random, varying(this.#recipe, random)),
    );
    const window = emptyWindow(count, steps);
    const underWay = this.#underWay;
    for (let done = 0; done < underWay.windows; done++) lanes.fill(window);
    const windows = Math.max(1, Math.round(this.#epochSteps / (count * steps)));
    while (underWay.windows < windows) {
      const from = this.#time.now();
      lanes.fill(window);
      const score = this.#network.learn(window, this.#state, this.#gradients, dropout, this.#dropoutChance);
      const passed = (epoch + underWay.windows / windows) / epochs;
      const norm = this.#adam.update(this.#gradients, this.#rate(passed), this.#recipe.clip);
      if (!Number.isFinite(score.nats) || !Number.isFinite(norm))
        throw new TrainingError(
          `The loss is not a number any more in epoch ${epoch + 1}; try a lower --rate or --clip.`,
        );
      this.#follow();
      underWay.windows++;
      underWay.nats += score.nats;
      underWay.labels += score.labels;
      underWay.seconds += (this.#time.now() - from) / 1000;
      yield this.#progress(windows);
    }
    const from = this.#time.now();
    const validation = this.validate();
    const seconds = underWay.seconds + (this.#time.now() - from) / 1000;
    this.#history.push({ epoch: epoch + 1, train: underWay.nats / underWay.labels, validation, seconds });
    this.#underWay = { windows: 0, nats: 0, labels: 0, seconds: 0 };
    this.#dropoutChance = new Random(seed, `dropout ${epoch + 1}`);
    for (const { h, c } of this.#state) {
      h.fill(0);
      c.fill(0);
    }
  }

  #rate(passed: number): number {
    const risen = Math.min(1, (this.#adam.updates + 1) / WARM_UP);
    return this.#recipe.rate * risen * (LOWEST_RATE + (1 - LOWEST_RATE) * 0.5 * (1 + Math.cos(Math.PI * passed)));
  }

  /** Moves the average on: early, when weights still change much, faster. */
  #follow(): void {
    const { updates } = this.#adam;
    const kept = Math.min(this.#recipe.averaging, (1 + updates) / (10 + updates));
    const averages = arraysOf(this.#average);
    arraysOf(this.#parameters).forEach((values, index) => {
      const average = averages[index]!;
      for (let i = 0; i < values.length; i++) average[i]! += (1 - kept) * (values[i]! - average[i]!);
    });
  }

  #progress(windows: number): Progress {
    const { epochs } = this.#recipe;
    const epoch = this.#history.length;
    const { windows: done, nats, labels, seconds } = this.#underWay;
    const behind = this.#history.reduce((sum, each) => sum + each.seconds, seconds);
    const share = done / windows;
    const passed = epoch + share;
    return {
      epoch: epoch + 1,
      epochs,
      share,
      nats: nats / Math.max(1, labels),
      secondsLeft: done < 3 && epoch === 0 ? null : (behind / passed) * (epochs - passed),
    };
  }
}
